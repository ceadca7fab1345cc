package io.tokenward.proxy;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.SubjectName;
import io.tokenward.certs.TrustAnchors;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/** Certificates in files for a proxy, and clients with and without certificates of their own. */
final class TlsFixture {
    static final String BODY = "{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    final DevelopmentAuthority authority;
    private final Path directory;

    TlsFixture(Path directory) throws Exception {
        this.directory = directory;
        authority = DevelopmentAuthority.openOrCreate(directory.resolve("authority"), Clock.systemUTC());
    }

    /** The configuration of {@link ProxyFixture} with that for {@code tls}. */
    static String configuration(String tls) {
        return ProxyFixture.CONFIGURATION.replace("tls: { identities: development }", "tls: { " + tls + " }");
    }

    /** Issues a certificate for those names and writes {@code <file>.pem} and {@code <file>.key}. */
    X509Certificate server(String file, String... names) throws Exception {
        Identity identity = authority.issueServer(List.of(names));
        PemFiles.write(identity, directory.resolve(file + ".pem"), directory.resolve(file + ".key"));
        return identity.certificate();
    }

    Identity client(String name) throws Exception {
        return authority.issueClient(List.of(SubjectName.parse(name).orElseThrow()));
    }

    HttpClient http(@Nullable Identity own) throws Exception {
        return HttpClient.newBuilder().sslContext(context(own)).connectTimeout(Duration.ofSeconds(5)).build();
    }

    static HttpRequest chat(int port, @Nullable String key) {
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY));
        if (key != null) request.header("Authorization", "Bearer " + key);
        return request.build();
    }

    static int status(HttpClient http, HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** What a new connection that asks for that name is shown; null for a client that names no server. */
    X509Certificate shown(int port, @Nullable String name) throws Exception {
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            plain.setSoTimeout(10_000);
            try (var socket = (SSLSocket) context(null).getSocketFactory()
                    .createSocket(plain, "127.0.0.1", port, true)) {
                var parameters = socket.getSSLParameters();
                if (name != null) parameters.setServerNames(List.of(new SNIHostName(name)));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    /** The status that a new connection is sent along with the certificate. */
    List<byte[]> stapled(int port) throws Exception {
        try (var socket = (SSLSocket) context(null).getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return ((ExtendedSSLSession) socket.getSession()).getStatusResponses();
        }
    }

    /** A client that trusts the authority and shows {@code own}, if it is one. */
    SSLContext context(@Nullable Identity own) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (X509Certificate anchor : TrustAnchors.read(authority.caFile()))
            anchors.setCertificateEntry("ca", anchor);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (own != null)
            keys.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(X509Certificate[]::new));
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
