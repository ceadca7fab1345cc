package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Floods that cost a client little: the connection is ended after a bounded number of frames, memory stays flat, and what
 * honest clients ask beside it is answered.
 */
class Http2FloodIT {
    private static final int FRAMES = 50_000;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final long DIRECT_MEMORY_BYTES = 64L << 20;
    private static final String CLEAN = "{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]}";
    private static ProxyFixture fixture;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new ProxyFixture(directory);
        key = fixture.knownKey("free");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void theConnectionEndsAndHonestClientsAreServed(String name, byte[] first, IntFunction<byte[]> frames)
            throws Exception {
        var flooding = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> honest = threads.submit(() -> serve(flooding));
            try (var client = new RawHttp2(fixture.socket("h2"))) {
                int sent = flood(client, first, frames);
                RawHttp2.Outcome outcome = client.outcome(Integer.MAX_VALUE);

                assertThat(outcome.closed() || outcome.goAway() > 0).as(name + ": " + outcome).isTrue();
                assertThat(sent).as("frames taken").isLessThanOrEqualTo(FRAMES);
                if (outcome.goAway() >= 0) assertThat(outcome.goAway()).isIn(1, 5, ENHANCE_YOUR_CALM);
            } finally {
                flooding.set(false);
            }
            assertThat(honest.get()).as("honest requests").isPositive();
        }
        assertThat(((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory())
                .isLessThan(DIRECT_MEMORY_BYTES);
        org.awaitility.Awaitility.await().until(() -> fixture.proxy.running() == 0);
    }

    /** Honest requests until the flood is over, one at least; all are answered. */
    private static int serve(AtomicBoolean flooding) throws Exception {
        int served = 0;
        do {
            HttpResponse<String> answer = fixture.chat(key, CLEAN, HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            served++;
        } while (flooding.get());
        return served;
    }

    private static int flood(RawHttp2 client, byte[] first, IntFunction<byte[]> frames) {
        int sent = 0;
        try {
            client.send(first);
            for (; sent < FRAMES;) {
                var batch = new ByteArrayOutputStream();
                for (int i = 0; i < 100; i++)
                    batch.writeBytes(frames.apply(sent++));
                client.send(batch.toByteArray());
            }
        } catch (IOException closed) {
            // That is the aim.
        }
        return sent;
    }

    static Stream<Arguments> floods() {
        byte[] none = {};
        byte[] open = head(1, 0, RawHttp2.END_HEADERS);
        byte[] longField = new byte[16_000];
        Arrays.fill(longField, (byte) 'a');
        return Stream.of(
                flood("rapid reset", none, i -> joined(head(1 + 2 * i, 0, RawHttp2.END_HEADERS),
                        RawHttp2.bytes(RawHttp2.RST_STREAM, 0, 1 + 2 * i, RawHttp2.integer(8)))),
                flood("made you reset, by a window of nothing", none,
                        i -> joined(head(1 + 2 * i, 0, RawHttp2.END_HEADERS),
                                RawHttp2.bytes(RawHttp2.WINDOW_UPDATE, 0, 1 + 2 * i, RawHttp2.integer(0)))),
                flood("made you reset, by DATA after the end", none,
                        i -> joined(head(1 + 2 * i, RawHttp2.END_STREAM, RawHttp2.END_HEADERS),
                                RawHttp2.bytes(RawHttp2.DATA, 0, 1 + 2 * i, new byte[1]))),
                flood("made you reset, by a window overflow", none,
                        i -> joined(head(1 + 2 * i, 0, RawHttp2.END_HEADERS), RawHttp2.bytes(RawHttp2.WINDOW_UPDATE,
                                0, 1 + 2 * i, RawHttp2.integer(Integer.MAX_VALUE)))),
                flood("streams that depend on themselves", none, i -> RawHttp2.bytes(RawHttp2.PRIORITY, 0, 1 + 2 * i,
                        joined(RawHttp2.integer(1 + 2 * i), new byte[]{1}))),
                flood("continuation, a byte at a time", head(1, 0, 0),
                        _ -> RawHttp2.bytes(RawHttp2.CONTINUATION, 0, 1, new byte[]{0})),
                flood("continuation, empty", head(1, 0, 0),
                        _ -> RawHttp2.bytes(RawHttp2.CONTINUATION, 0, 1, new byte[0])),
                flood("continuation, large", head(1, 0, 0),
                        _ -> RawHttp2.bytes(RawHttp2.CONTINUATION, 0, 1, longField)),
                flood("SETTINGS", none, _ -> RawHttp2.bytes(RawHttp2.SETTINGS, 0, 0, new byte[0])),
                flood("SETTINGS with entries", none,
                        i -> RawHttp2.bytes(RawHttp2.SETTINGS, 0, 0, joined(new byte[]{0, 4}, RawHttp2.integer(i)))),
                flood("PING", none, _ -> RawHttp2.bytes(RawHttp2.PING, 0, 0, new byte[8])),
                flood("PRIORITY", none, i -> RawHttp2.bytes(RawHttp2.PRIORITY, 0, 1 + 2 * i, new byte[5])),
                flood("WINDOW_UPDATE", none,
                        _ -> RawHttp2.bytes(RawHttp2.WINDOW_UPDATE, 0, 0, RawHttp2.integer(1))),
                flood("empty DATA", open, _ -> RawHttp2.bytes(RawHttp2.DATA, 0, 1, new byte[0])),
                flood("padded DATA of nothing", open, _ -> RawHttp2.bytes(RawHttp2.DATA, 8, 1, new byte[]{1, 0})),
                flood("DATA in crumbs", open, _ -> RawHttp2.bytes(RawHttp2.DATA, 0, 1, new byte[]{' '})),
                flood("unknown frames", none, _ -> RawHttp2.bytes(0x77, 0, 0, new byte[0])),
                flood("streams without end", none, i -> head(1 + 2 * i, 0, RawHttp2.END_HEADERS)));
    }

    private static Arguments flood(String name, byte[] first, IntFunction<byte[]> frames) {
        return Arguments.of(name, first, frames);
    }

    private static byte[] head(int stream, int endStream, int endHeaders) {
        return RawHttp2.bytes(RawHttp2.HEADERS, endStream | endHeaders, stream, RawHttp2.block(":method", "POST",
                ":scheme", "https", ":authority", "localhost", ":path", "/v1/chat/completions", "content-type",
                "application/json", "authorization", "Bearer " + key));
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts)
            out.writeBytes(part);
        return out.toByteArray();
    }

    @Test
    void aHeaderTableUsedAsABombIsRefused() throws Exception {
        var block = new ByteArrayOutputStream();
        block.writeBytes(RawHttp2.block(":method", "POST", ":scheme", "https", ":authority", "localhost", ":path",
                "/v1/chat/completions"));
        // One entry of almost the whole table (RFC 7541 §6.2.1), then 10,000 references to it of one byte each (§6.1).
        byte[] entry = RawHttp2.block("x", "y".repeat(4000));
        entry[0] = 0x40;
        block.writeBytes(entry);
        byte[] references = new byte[10_000];
        Arrays.fill(references, (byte) (0x80 | 62));
        block.writeBytes(references);
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, block.toByteArray());

            RawHttp2.Outcome outcome = client.outcome(1);
            assertThat(outcome.refused()).as(outcome.toString()).isTrue();
        }
    }

    @Test
    void aHeaderBlockThatNeverEndsIsCut() throws Exception {
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.send(head(1, 0, 0));

            RawHttp2.Outcome outcome = client.outcome(1);
            assertThat(outcome.closed() || outcome.goAway() >= 0).as(outcome.toString()).isTrue();
        }
    }

    @Test
    void anHonestClientThatSendsManyFramesIsNotDisturbed() throws Exception {
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.send(head(1, 0, RawHttp2.END_HEADERS));
            String body = CLEAN.replace("Name", "x".repeat(200_000) + " Name");
            for (int at = 0; at < body.length(); at += 64) {
                byte[] piece = body.substring(at, Math.min(body.length(), at + 64))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                boolean last = at + 64 >= body.length();
                client.frame(RawHttp2.DATA, last ? RawHttp2.END_STREAM : 0, 1, piece);
            }

            assertThat(client.outcome(1).status()).isEqualTo(200);
        }
    }

    /** More than any limit on resets alone would let pass. */
    @Test
    void anHonestClientThatCancelsHalfOfWhatItAsksIsServed() throws Exception {
        byte[] body = CLEAN.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.frame(RawHttp2.WINDOW_UPDATE, 0, 0, RawHttp2.integer(1 << 24));
            for (int round = 0; round < 5; round++) {
                Set<Integer> wanted = new HashSet<>();
                var requests = new ByteArrayOutputStream();
                for (int i = 0; i < 100; i++) {
                    int stream = 1 + 2 * (100 * round + i);
                    requests.writeBytes(head(stream, 0, RawHttp2.END_HEADERS));
                    requests.writeBytes(RawHttp2.bytes(RawHttp2.DATA, RawHttp2.END_STREAM, stream, body));
                    if (i % 2 == 0) {
                        requests.writeBytes(RawHttp2.bytes(RawHttp2.RST_STREAM, 0, stream, RawHttp2.integer(8)));
                    } else {
                        wanted.add(stream);
                    }
                }
                client.send(requests.toByteArray());

                assertThat(client.answered(wanted)).as("round " + round).isTrue();
            }
        }
    }
}
