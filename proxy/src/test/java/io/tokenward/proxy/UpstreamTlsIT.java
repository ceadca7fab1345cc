package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.tokenward.certs.Identity;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.PemIdentity;
import io.tokenward.certs.Pin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLParameters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who the proxy believes an endpoint to be, and who it is to the endpoint. */
class UpstreamTlsIT {
    private static final byte[] ANSWER = "{\"object\":\"list\",\"data\":[]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    /** An endpoint with a certificate for these names that asks for one of the client's. */
    private HttpsServer endpoint(TlsFixture tls, boolean asks, String address) throws Exception {
        tls.server("endpoint", "localhost");
        Identity own = new PemIdentity(directory.resolve("endpoint.pem"), directory.resolve("endpoint.key"))
                .identity();
        var context = tls.context(own);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(asks);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        return server;
    }

    private int status(HttpsServer server, String more) throws Exception {
        return status("https://localhost:" + server.getAddress().getPort(), more);
    }

    private int status(String url, String more) throws Exception {
        String configuration = ProxyFixture.CONFIGURATION.replace("credential: file:upstream-key,",
                "credential: file:upstream-key, trust: file:authority/ca.pem" + more + ",");
        try (var fixture = new ProxyFixture(directory, url, configuration)) {
            String key = fixture.key("free");
            // A new key is known within two seconds.
            org.awaitility.Awaitility.await().until(() -> ask(fixture, key) != 401);
            return ask(fixture, key);
        }
    }

    private static int ask(ProxyFixture fixture, String key) throws Exception {
        return fixture.send(fixture.request("/v1/models", key).GET().build()).statusCode();
    }

    @Test
    void theCertificateOfTheProxyIsShownToAnEndpointThatAsks() throws Exception {
        var tls = new TlsFixture(directory);
        Identity client = tls.client("dns:proxy.acme.test");
        PemFiles.write(client, directory.resolve("client.pem"), directory.resolve("client.key"));
        HttpsServer server = endpoint(tls, true, "127.0.0.1");
        try {
            assertThat(status(server, ", client: { chain: file:client.pem, key: file:client.key }")).isEqualTo(200);
            assertThat(status(server, "")).isEqualTo(502);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void onlyAKeyThatIsPinnedIsBelieved() throws Exception {
        var tls = new TlsFixture(directory);
        HttpsServer server = endpoint(tls, false, "127.0.0.1");
        try {
            Pin pin = Pin.of(new PemIdentity(directory.resolve("endpoint.pem"), directory.resolve("endpoint.key"))
                    .identity()
                    .certificate());
            Pin issuer = Pin.of(io.tokenward.certs.TrustAnchors.read(tls.authority.caFile()).getFirst());
            assertThat(status(server, ", pins: [\"" + pin + "\"]")).isEqualTo(200);
            assertThat(status(server, ", pins: [\"" + issuer + "\", \"" + pin + "\"]")).isEqualTo(200);
            // The issuer's own key is not enough: a server may send any certificate after its own.
            assertThat(status(server, ", pins: [\"" + issuer + "\"]")).isEqualTo(502);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aCertificateOfAnotherNameIsNotBelieved() throws Exception {
        var tls = new TlsFixture(directory);
        HttpsServer server = endpoint(tls, false, "127.0.0.2");
        try {
            // The certificate is for localhost, 127.0.0.1 and ::1.
            assertThat(status("https://127.0.0.2:" + server.getAddress().getPort(), "")).isEqualTo(502);
        } finally {
            server.stop(0);
        }
    }
}
