package io.tokenward.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that keeps the head and body it got last and always gives the same answer. */
final class RecordingUpstream implements AutoCloseable {
    private static final byte[] ANSWER = "{\"id\":\"1\",\"object\":\"chat.completion\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}"
            .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private volatile Map<String, String> headers = Map.of();
    private volatile byte[] body = new byte[0];
    private volatile String target = "";
    private final AtomicInteger requests = new AtomicInteger();

    RecordingUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> seen = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> seen.put(name.toLowerCase(Locale.ROOT), String.join("|", values)));
        body = exchange.getRequestBody().readAllBytes();
        target = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        headers = seen;
        requests.incrementAndGet();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Fields of the latest request, names in lower case, several values joined by {@code |}. */
    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** Method and request target of the latest request. */
    String target() {
        return target;
    }

    /** Requests so far. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
