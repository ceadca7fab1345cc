package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.tokenward.proxy.fuzz.Fuzzing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class RequestHeadFuzzTest {
    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_HEAD = 400;

    @Test
    void aHeadMeansTheSameInOnePieceAndInMany() throws Exception {
        int said = Fuzzing.run("head",
                List.of("GET ", "POST ", " HTTP/1.1", " HTTP/1.0", "\r\n", "\n", "\r", "\r\n\r\n",
                        ": ", "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked", "0\r\n\r\n", " ", "\t",
                        "\0", "0x5",
                        ";a=b", "Connection: close", "Expect: 100-continue", "https://"),
                10_000, input -> {
                    List<String> whole = decoded(input, Math.max(1, input.length));
                    List<String> pieces = decoded(input, 1);
                    if (!nearTheLimit(input) || !pieces.contains("refused")) assertThat(pieces).isEqualTo(whole);
                    String sign = String.valueOf(whole).replaceAll("[^ ,=]{12,}", "x");
                    return whole.isEmpty() || whole.getFirst().equals("refused")
                            ? Fuzzing.Reading.refused(sign)
                            : Fuzzing.Reading.accepted(sign);
                });
        assertThat(said).isGreaterThan(5);
    }

    @Test
    void aLineAsLongAsMayBeIsRefusedAtMostWhereItsEndIsNotThereYet() {
        byte[] head = ("GET /" + "a".repeat(LONGEST_LINE - 14) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(nearTheLimit(head)).isTrue();
        assertThat(decoded(head, head.length)).singleElement().asString().startsWith("GET /a");
        assertThat(decoded(head, 1)).containsExactly("refused");
    }

    /** Where no more may follow but the end of the line, the decoder does not wait for it. Found by mutation. */
    private static boolean nearTheLimit(byte[] input) {
        int start = 0;
        for (int i = 0; i <= input.length; i++) {
            if (i < input.length && input[i] != '\n') continue;
            if (Math.abs(i - start - LONGEST_LINE) <= 2) return true;
            start = i + 1;
        }
        return input.length >= LONGEST_HEAD;
    }

    /** Of each head whether it was decoded, method and target; contents are left out, which pieces may cut anywhere. */
    private static List<String> decoded(byte[] input, int size) {
        var channel = new EmbeddedChannel(new StrictRequestDecoder(
                new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(LONGEST_HEAD)
                        .setMaxChunkSize(64)));
        List<String> heads = new ArrayList<>();
        for (int at = 0; at < input.length; at += size) {
            channel.writeInbound(Unpooled.copiedBuffer(input, at, Math.min(size, input.length - at)));
            for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
                if (message instanceof HttpRequest head) {
                    boolean good = head.decoderResult().isSuccess();
                    heads.add(good ? head.method() + " " + head.uri() + " " + head.headers().size() : "refused");
                }
                ReferenceCountUtil.release(message);
            }
        }
        channel.finishAndReleaseAll();
        return heads;
    }
}
