package io.tokenward.benchmarks.front;

import io.tokenward.certs.ServerTrust;
import io.tokenward.certs.TrustAnchors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Clients of one peer: sockets on which anything may be written, and honest exchanges. */
final class Clients {
    private static final byte[] BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]}"
            .getBytes(StandardCharsets.UTF_8);

    private final TrustManager[] trust;
    private final int port;
    private final String key;
    private final HttpClient http;

    Clients(Path authority, int port, String key) throws Exception {
        trust = new TrustManager[]{ServerTrust.of(TrustAnchors.read(authority), Set.of())};
        this.port = port;
        this.key = key;
        http = HttpClient.newBuilder().sslContext(context()).connectTimeout(Duration.ofSeconds(5)).build();
    }

    private SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, new SecureRandom());
        return context;
    }

    /** A connection after a full handshake: what was agreed with others before is forgotten. */
    SSLSocket open(String protocol) throws Exception {
        var socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Whether a new connection with one exchange ends as it should. */
    boolean visit() throws Exception {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + key + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length + "\r\n\r\n";
        try (SSLSocket socket = open("http/1.1")) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(BODY);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .startsWith("HTTP/1.1 200 ");
        } catch (IOException lost) {
            return false;
        }
    }

    /** Whether an honest exchange ends as it should. */
    boolean exchange() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException lost) {
            return false;
        }
    }
}
