package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tokenward.proxy.fuzz.Fuzzing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/** The look into a client's hello, on hellos of Java's own engine and on mutations of them, against a plain reading. */
class HelloFuzzTest {
    private static final int RECORD_AND_MESSAGE_HEADS = 9;

    private static byte[] hello(String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("a.test", 443);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("a.test")));
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] hello = new byte[out.flip().remaining() - RECORD_AND_MESSAGE_HEADS];
        out.get(RECORD_AND_MESSAGE_HEADS, hello);
        return hello;
    }

    @Test
    void theChallengesProtocolIsFoundWhereItIsTheOnlyOne() throws Exception {
        assertThat(only(hello("acme-tls/1"))).isTrue();
        assertThat(only(hello("acme-tls/1", "h2"))).isFalse();
        assertThat(only(hello("h2"))).isFalse();
        assertThat(only(hello())).isFalse();
    }

    @Test
    void bothReadMutationsTheSame() throws Exception {
        List<byte[]> made = List.of(hello("acme-tls/1"), hello("h2", "http/1.1"), hello("acme-tls/1", "h2"));
        int said = Fuzzing.run("hello", made, List.of("\0\u0010", "acme-tls/1", "\n", "\u000b", "\0\r"), 5_000,
                input -> {
                    Optional<List<String>> plainly = plainly(input);
                    assertThat(only(input)).isEqualTo(plainly.equals(Optional.of(List.of("acme-tls/1"))));
                    return plainly.isPresent()
                            ? Fuzzing.Reading.accepted("x".repeat(plainly.get().size()) + only(input))
                            : Fuzzing.Reading.refused("none");
                });
        assertThat(said).isGreaterThan(2);
    }

    private static boolean only(byte[] hello) {
        ByteBuf bytes = Unpooled.wrappedBuffer(hello);
        boolean only = HelloProtocols.onlyOne(bytes, TlsContexts.CHALLENGE_PROTOCOL);
        assertThat(bytes.readerIndex()).isZero();
        return only;
    }

    /** The protocols of the first ALPN extension; nothing where there is none, or the bytes end before or in it. */
    private static Optional<List<String>> plainly(byte[] hello) {
        int[] at = {34};
        for (int width : new int[]{1, 2, 1}) {
            int length = number(hello, at, width);
            if (length < 0) return Optional.empty();
            at[0] += length;
        }
        int all = number(hello, at, 2);
        if (all < 0 || at[0] + all > hello.length) return Optional.empty();
        int end = at[0] + all;
        while (at[0] < end) {
            if (at[0] + 4 > end) return Optional.empty();
            int kind = number(hello, at, 2);
            int length = number(hello, at, 2);
            if (at[0] + length > end) return Optional.empty();
            if (kind == 16) return list(Arrays.copyOfRange(hello, at[0], at[0] + length));
            at[0] += length;
        }
        return Optional.empty();
    }

    private static Optional<List<String>> list(byte[] extension) {
        int[] at = {0};
        if (number(extension, at, 2) != extension.length - 2) return Optional.empty();
        List<String> protocols = new ArrayList<>();
        while (at[0] < extension.length) {
            int length = number(extension, at, 1);
            if (at[0] + length > extension.length) return Optional.empty();
            protocols.add(new String(extension, at[0], length, StandardCharsets.ISO_8859_1));
            at[0] += length;
        }
        return Optional.of(protocols);
    }

    private static int number(byte[] bytes, int[] at, int width) {
        if (at[0] + width > bytes.length) return -1;
        int number = 0;
        for (int i = 0; i < width; i++)
            number = number << 8 | bytes[at[0]++] & 0xff;
        return number;
    }
}
