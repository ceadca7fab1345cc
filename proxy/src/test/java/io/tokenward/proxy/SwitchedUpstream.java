package io.tokenward.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint that answers with the status a test sets; it counts requests, and questions for its health apart from them. */
final class SwitchedUpstream implements AutoCloseable {
    static final int CUT = 0;

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger checks = new AtomicInteger();
    /** Of answers, or {@link #CUT} for a connection that ends without one. */
    volatile int status = 200;
    volatile int health = 200;

    SwitchedUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, requests, status));
        server.createContext("/health", exchange -> answer(exchange, checks, health));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static void answer(HttpExchange exchange, AtomicInteger count, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        count.incrementAndGet();
        if (status == CUT) {
            exchange.close();
            return;
        }
        byte[] body = "{\"object\":\"chat.completion\",\"choices\":[],\"usage\":{\"total_tokens\":2}}"
                .getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Host and port, as metrics and audit lines have it. */
    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + authority();
    }

    int requests() {
        return requests.get();
    }

    int checks() {
        return checks.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
