package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.tokenward.certs.TrustAnchors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a listener agrees to in a handshake. */
class TlsPolicyIT {
    @TempDir
    Path directory;

    private ProxyFixture proxy(String policy) throws Exception {
        return new ProxyFixture(directory, null,
                TlsFixture.configuration("identities: development, policy: " + policy));
    }

    private SSLSocket connected(ProxyFixture fixture, String protocol, String... ciphers) throws Exception {
        var tls = new TlsFixture(directory);
        var socket = (SSLSocket) tls.context(null).getSocketFactory().createSocket("localhost", fixture.proxy.port());
        socket.setSoTimeout(10_000);
        socket.setEnabledProtocols(new String[]{protocol});
        if (ciphers.length > 0) socket.setEnabledCipherSuites(ciphers);
        try {
            socket.startHandshake();
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        return socket;
    }

    @ParameterizedTest
    @CsvSource({"sane, TLSv1.3, '', true", "sane, TLSv1.2, '', true", "strict, TLSv1.3, '', true",
            "strict, TLSv1.2, '', false", "sane, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true",
            "sane, TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true",
            "sane, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, false",
            "sane, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, false"})
    void versionsAndCiphersAreThoseOfThePolicy(String policy, String protocol, String cipher, boolean taken)
            throws Exception {
        String[] ciphers = cipher.isEmpty() ? new String[0] : new String[]{cipher};
        try (var fixture = proxy(policy)) {
            if (taken) {
                try (SSLSocket socket = connected(fixture, protocol, ciphers)) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                }
            } else {
                assertThatThrownBy(() -> connected(fixture, protocol, ciphers)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aClientCannotBeginASecondHandshake() throws Exception {
        try (var fixture = proxy("sane"); SSLSocket socket = connected(fixture, "TLSv1.2")) {
            byte[] id = socket.getSession().getId();
            // Resumed, a second handshake would have the same id.
            socket.getSession().invalidate();
            assertThatThrownBy(() -> {
                socket.startHandshake();
                socket.getOutputStream()
                        .write("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() < 0) throw new IOException("closed");
                if (java.util.Arrays.equals(id, socket.getSession().getId())) throw new IOException("not renegotiated");
            }).isInstanceOf(IOException.class);
        }
    }

    /** Each alone, so that a handshake tells that the listener has it. */
    @ParameterizedTest
    @CsvSource({"X25519MLKEM768, true", "X25519, true", "P-256, true", "P-384, true", "P-521, false"})
    void keysAreExchangedInTheseGroups(String group, boolean taken) throws Exception {
        Assumptions.assumeTrue(OpenSsl.isAvailable());
        try (var fixture = proxy("strict")) {
            SslContext client = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .trustManager(TrustAnchors.read(new TlsFixture(directory).authority.caFile()))
                    .option(OpenSslContextOption.GROUPS, new String[]{group})
                    .protocols("TLSv1.3")
                    .build();
            assertThat(handshake(client, fixture.proxy.port())).isEqualTo(taken);
        }
    }

    private static boolean handshake(SslContext context, int port) throws Exception {
        try (var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            Channel channel = new Bootstrap().group(loops)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel opened) {
                            opened.pipeline().addLast(context.newHandler(opened.alloc(), "localhost", port));
                        }
                    })
                    .connect("localhost", port)
                    .sync()
                    .channel();
            var done = channel.pipeline().get(SslHandler.class).handshakeFuture();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            channel.close().sync();
            return done.isSuccess();
        }
    }

    /** What a client could send before the handshake is over could be sent again by whoever recorded it. */
    @Test
    void noTicketAllowsEarlyData() throws Exception {
        Assumptions.assumeTrue(Path.of("/usr/bin/openssl").toFile().canExecute());
        try (var fixture = proxy("strict")) {
            Process client = new ProcessBuilder("/usr/bin/openssl", "s_client", "-connect",
                    "127.0.0.1:" + fixture.proxy.port(), "-tls1_3", "-ign_eof", "-servername", "localhost")
                    .redirectErrorStream(true)
                    .start();
            client.getOutputStream()
                    .write("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("Post-Handshake New Session Ticket arrived", "Max Early Data: 0")
                    .doesNotContainPattern("Max Early Data: [1-9]");
        }
    }
}
