package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.proxy.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What callers see of a proxy that ends. */
@Timeout(60)
class DrainIT {
    private static final String STREAM = "{\"model\":\"scripted-1\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final byte[] EVENT = "data: {\"choices\":[]}\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;
    private SteppedUpstream upstream;
    private ProxyFixture fixture;

    @BeforeEach
    void start() throws Exception {
        upstream = new SteppedUpstream();
        fixture = new ProxyFixture(directory, upstream.url());
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        upstream.close();
    }

    private CompletableFuture<Void> drain(Duration limit) {
        var drained = CompletableFuture.runAsync(() -> fixture.proxy.drain(limit),
                task -> Thread.ofPlatform().start(task));
        Awaitility.await().until(() -> {
            try (var probe = new Socket("localhost", fixture.proxy.port())) {
                return false;
            } catch (ConnectException closed) {
                return true;
            }
        });
        return drained;
    }

    private CompletableFuture<HttpResponse<InputStream>> stream(HttpClient.Version version) throws Exception {
        upstream.answer("text/event-stream", List.of(EVENT, EVENT, DONE));
        HttpRequest request = fixture.request("/v1/chat/completions", fixture.early)
                .version(version)
                .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                .build();
        CompletableFuture<HttpResponse<InputStream>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return fixture.open(request);
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
        upstream.seen.take();
        upstream.step();
        return answer;
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aStreamUnderWayComesToItsEnd(HttpClient.Version version) throws Exception {
        InputStream answer = stream(version).get().body();
        answer.readNBytes(EVENT.length);
        CompletableFuture<Void> drained = drain(LONG);

        upstream.step();
        upstream.step();

        assertThat(new String(answer.readAllBytes(), StandardCharsets.US_ASCII)).endsWith("data: [DONE]\n\n");
        drained.get();
        assertThat(fixture.record().problem()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aStreamThatGoesOnTooLongEndsWithAnErrorThatCallersRead(HttpClient.Version version) throws Exception {
        InputStream answer = stream(version).get().body();
        answer.readNBytes(EVENT.length);

        drain(Duration.ofMillis(500)).get();

        String rest = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rest).contains("\"error\"").contains("shutting down").doesNotContain("[DONE]");
        assertThat(fixture.record().problem()).contains(Problem.DRAINING);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aRequestThatTheModelHasNotAnsweredGets503(HttpClient.Version version) throws Exception {
        upstream.answer("application/json\r\nContent-Length: 5", List.of());
        upstream.silent();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return fixture.chat(fixture.early, TlsFixture.BODY, version);
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
        upstream.seen.take();

        drain(Duration.ofMillis(500)).get();

        assertThat(answer.get().statusCode()).isEqualTo(503);
        assertThat(answer.get().body()).contains("shutting down");
    }

    @Test
    void anAnswerOfAnnouncedLengthIsCutShort() throws Exception {
        upstream.answer("application/json\r\nContent-Length: 50",
                List.of("{\"half\":".getBytes(StandardCharsets.US_ASCII),
                        new byte[42]));
        try (SSLSocket socket = fixture.socket()) {
            send(socket);
            upstream.step();
            String head = readHead(socket);
            assertThat(head).contains("200").containsIgnoringCase("content-length: 50");

            drain(Duration.ofMillis(500)).get();

            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(50);
        }
    }

    @Test
    void anIdleConnectionMaySendOneLastRequest() throws Exception {
        upstream.answer("application/json\r\nContent-Length: 2", List.of("{}".getBytes(StandardCharsets.US_ASCII)));
        try (SSLSocket socket = fixture.socket()) {
            upstream.step();
            send(socket);
            assertThat(readHead(socket)).startsWith("HTTP/1.1 200").doesNotContain("connection: close");
            socket.getInputStream().readNBytes(2);
            CompletableFuture<Void> drained = drain(LONG);

            upstream.step();
            send(socket);

            assertThat(readHead(socket)).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(socket.getInputStream().readAllBytes()).hasSize(2);
            drained.get();
        }
    }

    @Test
    void anIdleConnectionThatSendsNothingIsClosedLongBeforeTheDeadline() throws Exception {
        try (SSLSocket socket = fixture.socket()) {
            long began = System.nanoTime();

            drain(Duration.ofHours(1)).get();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
        }
    }

    @Test
    void newConnectionsAreRefusedAtOnce() throws Exception {
        CompletableFuture<Void> drained = drain(LONG);

        assertThatThrownBy(() -> new Socket("localhost", fixture.proxy.port())).isInstanceOf(ConnectException.class);
        drained.get();
    }

    private void send(SSLSocket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + fixture.early
                + "\r\nContent-Type: application/json\r\nContent-Length: " + TlsFixture.BODY.length() + "\r\n\r\n"
                + TlsFixture.BODY).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String readHead(SSLSocket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) throw new IOException("the answer ended early: " + head);
            head.append((char) b);
        }
        return head.toString();
    }
}
