package io.tokenward.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;

/**
 * Clients that send at a steady rate, whether answers come or not: over HTTP/2, over HTTP/1.1 connections that are kept, and
 * over new ones for each request; one in ten asks for a stream.
 */
final class SteadyClients implements AutoCloseable {
    private static final String STREAM = "{\"model\":\"scripted-1\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final int NEW_CONNECTION_EVERY = 10;

    private final int port;
    private final SSLContext tls;
    private final String key;
    private final List<HttpClient> kept = new ArrayList<>();
    /** A client has one HTTP/2 connection, and would fail what goes beyond its 100 streams. */
    private final List<Semaphore> turns = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final long began = System.nanoTime();
    private volatile boolean stopped;
    private Thread pace = new Thread(() -> {});

    SteadyClients(int port, SSLContext tls, String key) {
        this.port = port;
        this.tls = tls;
        this.key = key;
        for (int i = 0; i < 16; i++) {
            turns.add(new Semaphore(50));
            var version = HttpClient.Version.values()[i % 2];
            kept.add(HttpClient.newBuilder()
                    .version(version)
                    .sslContext(tls)
                    .connectTimeout(Duration.ofSeconds(30))
                    .build());
        }
    }

    /** Begins; a request that is late because the machine is busy is sent as soon as it can be. */
    void send(int perSecond) {
        long begin = System.nanoTime();
        long gap = Duration.ofSeconds(1).toNanos() / perSecond;
        pace = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stopped; i++) {
                int number = i;
                underWay.incrementAndGet();
                Thread.ofVirtual().start(() -> send(number, number % 10 == 3 ? STREAM : TlsFixture.BODY));
                long due = begin + (i + 1) * gap;
                while (System.nanoTime() - due < 0)
                    LockSupport.parkNanos(due - System.nanoTime());
            }
        });
    }

    private void send(int number, String body) {
        try {
            String answer = number % NEW_CONNECTION_EVERY == 0 ? onNewConnection(body) : onKept(number, body);
            boolean whole = body.equals(STREAM) ? answer.contains("[DONE]") : answer.contains("total_tokens");
            if (!whole) failures.add(number + ": " + answer);
            answers.incrementAndGet();
        } catch (IOException | InterruptedException failed) {
            failures.add(number + " after " + sinceStart() + " ms: " + failed);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private long sinceStart() {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private String onKept(int number, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int client = number % kept.size();
        turns.get(client).acquire();
        try {
            return kept.get(client).send(request, HttpResponse.BodyHandlers.ofString()).body();
        } finally {
            turns.get(client).release();
        }
    }

    private String onNewConnection(String body) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                            + key + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                            + "\r\n\r\n"
                            + body).getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    /** Returns when so many more have been answered. */
    void awaitAnswers(int more) {
        int wanted = answers.get() + more;
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> answers.get() >= wanted || !failures.isEmpty());
    }

    /** Sends no more, and waits for what is under way. */
    void stop() throws InterruptedException {
        stopped = true;
        pace.join();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> underWay.get() == 0);
    }

    /** What was not answered whole, with its reason. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        kept.forEach(HttpClient::shutdownNow);
    }
}
