package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.tokenward.certs.TrustAnchors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many connections that want little, or nothing: they are ended in time or borne, and what honest clients ask beside them is
 * answered. {@code -Dtokenward.rounds} multiplies their number, up to 8,000 idle ones, client and proxy being one process.
 */
class EnduranceIT {
    private static final int ROUNDS = Integer.getInteger("tokenward.rounds", 1);
    private static final String CLEAN = "{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]}";
    /** Buffers of four sockets of the system, which grow up to some megabytes each. */
    private static final long MOST_ON_THE_WAY = 48L << 20;
    private static final long ENDLESS = 1L << 30;
    private static final String HALF_A_HEAD = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";

    @TempDir
    Path directory;

    private static void serves(ProxyFixture fixture, String key) throws Exception {
        assertThat(fixture.chat(key, CLEAN, HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
        fixture.records.clear();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @Timeout(120)
    void slowHeadsAreCutAfterTheHeaderTimeout() throws Exception {
        try (var fixture = new ProxyFixture(directory)) {
            String key = fixture.knownKey("free");
            List<SSLSocket> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++)
                slow.add(fixture.socket());
            for (SSLSocket socket : slow)
                socket.getOutputStream().write(bytes(HALF_A_HEAD));
            int open = slow.size();
            // A byte now and then keeps none of them alive.
            while (open > 0) {
                serves(fixture, key);
                open = 0;
                for (SSLSocket socket : slow)
                    if (trickles(socket)) open++;
            }
            for (SSLSocket socket : slow)
                assertThat(rest(socket)).doesNotContain("200");
            serves(fixture, key);
        }
    }

    private static boolean trickles(SSLSocket socket) {
        try {
            socket.getOutputStream().write('x');
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    private static String rest(SSLSocket socket) throws IOException {
        try (socket; InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cut) {
            return "";
        }
    }

    @Test
    void slowBodiesAreAnsweredAfterTheBodyTimeout() throws Exception {
        try (var fixture = new ProxyFixture(directory)) {
            String key = fixture.knownKey("free");
            List<SSLSocket> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                SSLSocket socket = fixture.socket();
                socket.getOutputStream()
                        .write(bytes(
                                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
                slow.add(socket);
            }
            serves(fixture, key);
            for (SSLSocket socket : slow)
                assertThat(rest(socket)).startsWith("HTTP/1.1 408");
            org.awaitility.Awaitility.await().until(() -> fixture.proxy.running() == 0);
        }
    }

    /** What a client does not read is not read from the endpoint either, but for what sockets and windows hold. */
    @Test
    void aReaderThatStopsHoldsTheEndpointBackAndItsLeavingStopsIt() throws Exception {
        var written = new AtomicLong();
        var cut = new CompletableFuture<IOException>();
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/", exchange -> answer(exchange, written, cut));
        upstream.start();
        try (var fixture = new ProxyFixture(directory, "http://127.0.0.1:" + upstream.getAddress().getPort())) {
            String key = fixture.knownKey("free");
            SSLSocket stopped = fixture.socket();
            String body = CLEAN.replace("Name three rivers.", "Tell me everything.");
            stopped.getOutputStream()
                    .write(bytes("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body));
            org.awaitility.Awaitility.await().until(() -> written.get() > 0);
            for (int i = 0; i < 20; i++)
                serves(fixture, key);
            stopped.close();

            assertThat(cut.get(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(written).hasValueLessThan(MOST_ON_THE_WAY);
        } finally {
            upstream.stop(0);
        }
    }

    /** A short answer, or one without end to whoever wants everything. */
    private static void answer(HttpExchange exchange, AtomicLong written, CompletableFuture<IOException> cut)
            throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes("{\"object\":\"list\",\"data\":[]}"));
            byte[] blanks = bytes(" ".repeat(64 << 10));
            while (asked.contains("everything") && written.get() < ENDLESS) {
                out.write(blanks);
                written.addAndGet(blanks.length);
            }
        } catch (IOException gone) {
            cut.complete(gone);
        }
    }

    /** Connections that come and go at every point of the handshake leave nothing behind. */
    @Test
    void churnLeavesNothingBehind() throws Exception {
        try (var fixture = new ProxyFixture(directory, null,
                ProxyFixture.CONFIGURATION.replace("limits: {", "limits: { connections: 40,"))) {
            String key = fixture.knownKey("free");
            for (int i = 0; i < 200 * ROUNDS; i++) {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), fixture.proxy.port())) {
                    if (i % 3 == 1) socket.getOutputStream().write(new byte[]{22, 3, 1, 2});
                    if (i % 3 == 2) socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\n\r\n"));
                }
                // What has just left may still be counted.
                if (i % 50 == 0) await().ignoreExceptions().until(() -> {
                    fixture.socket("h2").close();
                    return true;
                });
            }
            // All but that of the client that asked first, and one to spare: were more still counted, some would be refused.
            await().ignoreExceptions().until(() -> opens(fixture, 38));
            serves(fixture, key);
        }
    }

    private static boolean opens(ProxyFixture fixture, int connections) throws IOException {
        List<SSLSocket> open = new ArrayList<>();
        try {
            while (open.size() < connections)
                open.add(fixture.socket());
            return true;
        } finally {
            for (SSLSocket socket : open)
                socket.close();
        }
    }

    @Test
    void oneAddressHasNoMoreConnectionsThanItsShare() throws Exception {
        try (var fixture = new ProxyFixture(directory, null,
                ProxyFixture.CONFIGURATION.replace("limits: {", "limits: { connections-per-address: 8,"))) {
            List<SSLSocket> open = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 12; i++) {
                try {
                    open.add(fixture.socket());
                } catch (IOException cut) {
                    refused++;
                }
            }
            assertThat(open).hasSizeLessThanOrEqualTo(8);
            assertThat(refused).isGreaterThanOrEqualTo(4);
            for (SSLSocket socket : open)
                socket.close();
            org.awaitility.Awaitility.await().ignoreExceptions().until(() -> {
                fixture.socket().close();
                return true;
            });
        }
    }

    @Test
    void idleConnectionsAreBorne() throws Exception {
        int number = Math.min(8_000, 300 * ROUNDS);
        String patient = ProxyFixture.CONFIGURATION.replace("header-timeout: 2s", "header-timeout: 10m");
        try (var fixture = new ProxyFixture(directory, null, patient);
                var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            String key = fixture.knownKey("free");
            SslContext tls = SslContextBuilder.forClient()
                    .trustManager(TrustAnchors.read(new TlsFixture(directory).authority.caFile()))
                    .build();
            List<Channel> idle = new ArrayList<>();
            for (int i = 0; i < number; i++)
                idle.add(connected(tls, loops, fixture.proxy.port()));

            serves(fixture, key);
            assertThat(idle).allMatch(Channel::isActive);
        }
    }

    private static Channel connected(SslContext tls, MultiThreadIoEventLoopGroup loops, int port) throws Exception {
        ChannelFuture opening = new Bootstrap().group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc(), "localhost", port));
                    }
                })
                .connect("localhost", port)
                .sync();
        Channel channel = opening.channel();
        assertThat(channel.pipeline().get(SslHandler.class).handshakeFuture().await(20, TimeUnit.SECONDS)).isTrue();
        return channel;
    }
}
