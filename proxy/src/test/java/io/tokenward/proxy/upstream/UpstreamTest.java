package io.tokenward.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.host.AddressKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {
    private record Failure(Denied denied, Throwable cause) {}

    /** Expects a failure and nothing else. */
    private record Failing(CompletableFuture<Failure> failure) implements UpstreamListener {
        @Override
        public void onHead(HttpResponse head) {
            failure.completeExceptionally(new AssertionError("a head"));
        }

        @Override
        public void onContent(HttpContent content) {
            content.release();
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onFailure(Denied denied, Throwable cause) {
            failure.complete(new Failure(denied, cause));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-secret-word 200 OK\r\n\r\n", "HTTP/1.1 my-secret-word OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nmy-secret-word: a\r\nb\u0001: my-secret-word\r\n\r\n"})
    void anAnswerThatIsNoHttpIsNotQuoted(String answer) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, answer));
            Failure failure = ask(server.getLocalPort());

            assertThat(failure.denied().problem()).isEqualTo(Problem.UPSTREAM_INVALID);
            assertThat(failure.cause().toString()).doesNotContain("secret");
            assertThat(failure.cause().getCause()).isNull();
        }
    }

    private static void answer(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            // Until the other side has read it and closes.
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // the other side closed first
        }
    }

    private static Failure ask(int port) throws Exception {
        var limit = Duration.ofSeconds(20);
        var target = UpstreamTarget.of("a", URI.create("http://127.0.0.1:" + port), limit, limit, limit,
                Set.of(AddressKind.LOOPBACK));
        try (var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            var upstream = new Upstream("a", java.util.List.of(target), NioSocketChannel.class, null, Ejection.USUAL,
                    Runnable::run, Lookup.SYSTEM);
            var failure = new CompletableFuture<Failure>();
            var loop = loops.next();
            loop.execute(
                    () -> upstream.send(loop, to -> new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET,
                            "/"), new Failing(failure)));
            return failure.get(20, TimeUnit.SECONDS);
        }
    }
}
