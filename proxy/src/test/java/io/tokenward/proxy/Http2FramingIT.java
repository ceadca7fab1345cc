package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 requests that mean something else once they are written as HTTP/1.1 (RFC 9113 §8.2, §8.3, §10.3). */
class Http2FramingIT {
    private static final byte[] BODY = "{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    private static RecordingUpstream upstream;
    private static ProxyFixture fixture;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        upstream = new RecordingUpstream();
        fixture = new ProxyFixture(directory, upstream.url());
        key = fixture.knownKey("free");
    }

    @AfterAll
    static void stop() {
        fixture.close();
        upstream.close();
    }

    /** The fields of a good request; a change replaces the fields of its name, or adds some. */
    private static String[] fields(String... changes) {
        List<String> all = new ArrayList<>(List.of(":method", "POST", ":scheme", "https", ":authority", "localhost",
                ":path", "/v1/chat/completions", "authorization", "Bearer " + key, "content-type",
                "application/json"));
        for (int i = 0; i < changes.length; i += 2) {
            int at = all.indexOf(changes[i]);
            if (at >= 0) {
                all.set(at + 1, changes[i + 1]);
            } else {
                all.addAll(changes[i].startsWith(":") ? 0 : all.size(), List.of(changes[i], changes[i + 1]));
            }
        }
        return all.toArray(String[]::new);
    }

    private static String[] without(String name) {
        List<String> all = new ArrayList<>(Arrays.asList(fields()));
        int at = all.indexOf(name);
        all.subList(at, at + 2).clear();
        return all.toArray(String[]::new);
    }

    private static String[] twice(String name, String value) {
        List<String> all = new ArrayList<>(Arrays.asList(fields()));
        all.addAll(all.indexOf(name), List.of(name, value));
        return all.toArray(String[]::new);
    }

    private static RawHttp2.Outcome exchange(String... fields) throws Exception {
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.block(fields));
            client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, BODY);
            return client.outcome(1);
        }
    }

    @Test
    void aGoodRequestPasses() throws Exception {
        assertThat(exchange(fields()).status()).isEqualTo(200);
        assertThat(exchange(fields("te", "trailers", "host", "localhost", "content-length", "" + BODY.length)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doubtful")
    void isRefusedAndNothingForwarded(String name, String[] fields) throws Exception {
        int before = upstream.requests();

        RawHttp2.Outcome outcome = exchange(fields);

        assertThat(outcome.refused()).as(name + ": " + outcome).isTrue();
        assertThat(upstream.requests()).isEqualTo(before);
    }

    static Stream<Arguments> doubtful() {
        return Stream.of(row("CR LF in a value", fields("x-a", "b\r\nx-c: d")),
                row("LF in a value", fields("x-a", "b\nc")),
                row("NUL in a value", fields("x-a", "b\0c")), row("blank before a value", fields("x-a", " b")),
                row("blank after a value", fields("x-a", "b ")), row("tab after a value", fields("x-a", "b\t")),
                row("CR LF in a name", fields("x-a\r\nx-b", "c")), row("colon in a name", fields("x:a", "c")),
                row("blank in a name", fields("x a", "c")), row("empty name", fields("", "c")),
                row("upper case name", fields("X-A", "c")), row("connection", fields("connection", "close")),
                row("transfer-encoding", fields("transfer-encoding", "chunked")),
                row("upgrade", fields("upgrade", "h2c")), row("keep-alive", fields("keep-alive", "5")),
                row("proxy-connection", fields("proxy-connection", "close")), row("te", fields("te", "gzip")),
                row("te with more", fields("te", "trailers, deflate")),
                row("content-length too small", fields("content-length", "5")),
                row("content-length too large", fields("content-length", "5000")),
                row("content-length with plus", fields("content-length", "+" + BODY.length)),
                row("content-length negative", fields("content-length", "-1")),
                row("two content-lengths", both("content-length", "" + BODY.length, "5")),
                row("two methods", twice(":method", "GET")), row("two paths", twice(":path", "/")),
                row("two authorities", twice(":authority", "evil")), row("two schemes", twice(":scheme", "http")),
                row("unknown pseudo-header", fields(":x", "y")), row("a status", fields(":status", "200")),
                row("no method", without(":method")), row("no path", without(":path")),
                row("no scheme", without(":scheme")), row("no authority and no host", without(":authority")),
                row("pseudo-header after a field", late()), row("empty path", fields(":path", "")),
                row("path with blank", fields(":path", "/v1/chat/completions HTTP/1.1")),
                row("path with CR LF", fields(":path", "/v1/chat/completions HTTP/1.1\r\nx: y")),
                row("path with fragment", fields(":path", "/v1/chat/completions#x")),
                row("path without slash", fields(":path", "v1/chat/completions")),
                row("path as URL", fields(":path", "http://evil/v1/chat/completions")),
                row("path star", fields(":path", "*")),
                row("authority and host differ", fields("host", "evil.example")),
                row("two hosts", both("host", "localhost", "evil.example")),
                row("authority with user", fields(":authority", "a@localhost")),
                row("authority with path", fields(":authority", "localhost/x")),
                row("authority with blank", fields(":authority", "local host")),
                row("authority empty", fields(":authority", "")), row("scheme junk", fields(":scheme", "h t")),
                row("scheme with CR LF", fields(":scheme", "https\r\nx: y")),
                row("scheme with path", fields(":scheme", "https://evil/")),
                row("method with blank", fields(":method", "POST /x HTTP/1.1")),
                row("method with CR LF", fields(":method", "POST\r\nx: y")), row("empty method", fields(":method", "")),
                row("CONNECT", fields(":method", "CONNECT")),
                row("extended CONNECT", fields(":method", "CONNECT", ":protocol", "websocket")));
    }

    private static Arguments row(String name, String[] fields) {
        return Arguments.of(name, fields);
    }

    private static String[] both(String name, String one, String other) {
        List<String> all = new ArrayList<>(Arrays.asList(fields(name, one)));
        all.addAll(List.of(name, other));
        return all.toArray(String[]::new);
    }

    private static String[] late() {
        List<String> all = new ArrayList<>(Arrays.asList(without(":path")));
        all.addAll(List.of(":path", "/v1/chat/completions"));
        return all.toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedByHead")
    void whoIsRefusedAmidTheRequestReadsTheAnswerAndIsNotReset(String name, int status, String[] fields)
            throws Exception {
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.block(fields));

            assertThat(client.outcome(1)).as(name).isEqualTo(new RawHttp2.Outcome(status, -1, -1, false));
            assertThat(client.resetByNow(1)).isFalse();
            client.frame(RawHttp2.DATA, 0, 1, BODY);
            assertThat(client.resetByNow(1)).isFalse();
            client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, BODY);
            assertThat(client.resetByNow(1)).isFalse();
        }
    }

    static Stream<Arguments> refusedByHead() {
        return Stream.of(Arguments.of("authority with user", 400, fields(":authority", "a@localhost")),
                Arguments.of("path with fragment", 400, fields(":path", "/v1/chat/completions#x")),
                Arguments.of("unknown key", 401, fields("authorization", "Bearer tw_unknown")));
    }

    @Test
    void crumbsOfACookieAreJoined() throws Exception {
        assertThat(exchange(both("cookie", "a=b", "c=d")).status()).isEqualTo(200);

        assertThat(upstream.headers()).containsEntry("cookie", "a=b; c=d");
    }

    @Test
    void trailersWithPseudoHeadersAreRefused() throws Exception {
        int before = upstream.requests();
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.block(fields()));
            client.frame(RawHttp2.DATA, 0, 1, BODY);
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1,
                    RawHttp2.block(":path", "/x"));

            assertThat(client.outcome(1).refused()).isTrue();
        }
        assertThat(upstream.requests()).isEqualTo(before);
    }

    @Test
    void trailersGoNoFurther() throws Exception {
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.block(fields()));
            client.frame(RawHttp2.DATA, 0, 1, BODY);
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1,
                    RawHttp2.block("x-trailer", "1", "authorization", "x"));

            assertThat(client.outcome(1).status()).isEqualTo(200);
        }
        assertThat(upstream.headers()).doesNotContainKey("x-trailer");
        assertThat(upstream.body()).isEqualTo(BODY);
    }

    @Test
    void aListOfFieldsAboveTheLimitIsRefused() throws Exception {
        int before = upstream.requests();
        String[] fields = fields("x-a", "y".repeat(15_000), "x-b", "y".repeat(15_000), "x-c", "y".repeat(15_000));
        byte[] block = RawHttp2.block(fields);
        try (var client = new RawHttp2(fixture.socket("h2"))) {
            client.frame(RawHttp2.HEADERS, 0, 1, Arrays.copyOf(block, 16_000));
            client.frame(RawHttp2.CONTINUATION, 0, 1, Arrays.copyOfRange(block, 16_000, 32_000));
            client.frame(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, 1,
                    Arrays.copyOfRange(block, 32_000, block.length));

            RawHttp2.Outcome outcome = client.outcome(1);
            assertThat(outcome.refused()).as(outcome.toString()).isTrue();
        }
        assertThat(upstream.requests()).isEqualTo(before);
    }
}
