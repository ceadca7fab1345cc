package io.tokenward.proxy.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Both kinds of client the tests need: a proper one and a bare socket. */
final class ScriptedModelClient implements AutoCloseable {
    private final ScriptedModel model;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ScriptedModelClient(ScriptedModel model) {
        this.model = model;
    }

    /** Asks for a chat completion. */
    HttpResponse<String> post(String body) {
        return postTo("/v1/chat/completions", body);
    }

    HttpResponse<String> tryPost(String body) throws IOException {
        return tryPostTo("/v1/chat/completions", body);
    }

    /** Asks for a message. */
    HttpResponse<String> message(String body) {
        return postTo("/v1/messages", body);
    }

    HttpResponse<String> postTo(String path, String body) {
        try {
            return tryPostTo(path, body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    HttpResponse<String> tryPostTo(String path, String body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(model.url() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (path.startsWith("/v1/messages")) {
            request.header("anthropic-version", "2023-06-01");
        }
        return send(request.build());
    }

    HttpResponse<String> get(String path, String authorization) {
        return get(path, authorization, "accept", "*/*");
    }

    /** With one more header; an empty authorization is left out. */
    HttpResponse<String> get(String path, String authorization, String name, String value) {
        var request = HttpRequest.newBuilder(URI.create(model.url() + path)).header(name, value);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return send(request.build());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    /** A connection on which {@code text} was sent. */
    Raw raw(String text) {
        try {
            return new Raw(new Socket(InetAddress.getLoopbackAddress(), model.port()), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Returns once {@code condition} holds; the test's own timeout bounds it. */
    void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Returns once {@code value} has not changed for a while. */
    void untilSteady(LongSupplier value) {
        long before = value.getAsLong();
        int same = 0;
        while (same < 50 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
            long now = value.getAsLong();
            same = now == before ? same + 1 : 0;
            before = now;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** A bare socket. */
    static final class Raw implements AutoCloseable {
        private final Socket socket;

        private Raw(Socket socket, String text) throws IOException {
            this.socket = socket;
            send(text);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Everything up to the end of the connection. */
        String rest() {
            try {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        /** What has come once {@code part} has come. */
        String readUntil(String part) throws IOException {
            var text = new StringBuilder();
            while (text.indexOf(part) < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("ended before " + part + ": " + text);
                }
                text.append((char) next);
            }
            return text.toString();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
