package io.tokenward.proxy.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin API over HTTPS, on the JDK's server with a virtual thread for each request. Thread-safe. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int MAX_BODY_BYTES = 64 << 10;

    static {
        // The server knows these bounds only as properties, which it reads once: seconds for a request and for an answer.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("jdk.httpserver.maxConnections", "64");
        System.setProperty("sun.net.httpserver.maxReqHeaders", "64");
    }

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AdminGuard guard;
    private final AdminRoutes routes;

    private AdminServer(HttpsServer server, String credential, Administration administration) {
        this.server = server;
        this.guard = new AdminGuard(credential, server.getAddress().getPort(), System::nanoTime);
        this.routes = new AdminRoutes(administration);
    }

    /**
     * Listens on a loopback address; port 0 takes a free one.
     *
     * @param credential what callers have to send
     * @throws IOException where the address cannot be bound, with the mend in the message
     */
    public static AdminServer start(InetSocketAddress address, String credential, SSLContext tls,
            Administration administration) throws IOException {
        HttpsServer server;
        try {
            server = HttpsServer.create(address, 16);
        } catch (IOException unbound) {
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort() + " ("
                    + unbound.getMessage() + "): choose another address in admin", unbound);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        var admin = new AdminServer(server, credential, administration);
        server.createContext("/", admin::handle);
        server.setExecutor(admin.threads);
        server.start();
        return admin;
    }

    /** The port in use. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            AdminAnswer answer = answer(exchange);
            byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/json");
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private AdminAnswer answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        AdminAnswer refusal = guard.refusal(all(headers, "Host"), all(headers, "Origin"),
                all(headers, "Authorization"));
        if (refusal != null) return refusal;
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES)
            return AdminAnswer.error(413, "request_too_large", "The body is larger than 64 KiB.");
        try {
            return routes.answer(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), body);
        } catch (RuntimeException defect) {
            LOG.error("Admin request failed: {} {}", exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                    defect);
            return AdminAnswer.error(500, "internal_error", "It failed; the log has the cause.");
        }
    }

    private static List<String> all(Headers headers, String name) {
        @Nullable
        List<String> values = headers.get(name);
        return values == null ? List.of() : values;
    }
}
