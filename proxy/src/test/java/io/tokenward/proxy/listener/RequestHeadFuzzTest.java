package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.tokenward.proxy.fuzz.Fuzzing;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class RequestHeadFuzzTest {
    @Test
    void aHeadMeansTheSameInOnePieceAndInMany() throws Exception {
        int said = Fuzzing.run("head",
                List.of("GET ", "POST ", " HTTP/1.1", " HTTP/1.0", "\r\n", "\n", "\r", "\r\n\r\n",
                        ": ", "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked", "0\r\n\r\n", " ", "\t",
                        "\0", "0x5",
                        ";a=b", "Connection: close", "Expect: 100-continue", "https://"),
                10_000, input -> {
                    List<String> whole = decoded(input, Math.max(1, input.length));
                    assertThat(decoded(input, 1)).isEqualTo(whole);
                    String sign = String.valueOf(whole).replaceAll("[^ ,=]{12,}", "x");
                    return whole.isEmpty() || whole.getFirst().equals("refused")
                            ? Fuzzing.Reading.refused(sign)
                            : Fuzzing.Reading.accepted(sign);
                });
        assertThat(said).isGreaterThan(5);
    }

    /** Of each head whether it was decoded, method and target; contents are left out, which pieces may cut anywhere. */
    private static List<String> decoded(byte[] input, int size) {
        var channel = new EmbeddedChannel(new StrictRequestDecoder(
                new HttpDecoderConfig().setMaxInitialLineLength(200).setMaxHeaderSize(400).setMaxChunkSize(64)));
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
