package io.tokenward.proxy.demo;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.TrustAnchors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client as anybody has one: the JDK's, which speaks HTTP/2 over TLS and trusts the demo's CA. */
final class TourClient {
    private final HttpClient http;
    private final URI base;

    TourClient(int port, Path ca) throws GeneralSecurityException, IOException, CertificateProblem {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        int number = 0;
        for (X509Certificate anchor : TrustAnchors.read(ca))
            anchors.setCertificateEntry("ca" + number++, anchor);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        http = HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(10)).build();
        base = URI.create("https://127.0.0.1:" + port);
    }

    /** Asks and reads the whole answer. */
    TourSeen ask(TourQuestion question) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(question), HttpResponse.BodyHandlers.ofString());
        return new TourSeen(question, response.statusCode(), response.headers(), response.body());
    }

    /** Asks and leaves in the midst of the answer, after the first line that has {@code word}; what came so far. */
    TourSeen leave(TourQuestion question, String word) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(question), HttpResponse.BodyHandlers.ofInputStream());
        var seen = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.append(line).append('\n');
                if (line.contains(word)) break;
            }
        }
        return new TourSeen(question, response.statusCode(), response.headers(), seen.toString());
    }

    private HttpRequest request(TourQuestion question) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(question.api().path()))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question.body()));
        return question.api().authorize(request, question.key()).build();
    }
}
