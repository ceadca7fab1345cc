package io.tokenward.proxy;

import static io.tokenward.proxy.TlsFixture.chat;
import static io.tokenward.proxy.TlsFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a client is by its certificate. */
class ClientCertificatesIT {
    private static final String OPTIONAL = """
            identities: development, client-auth: optional, client-ca: file:authority/ca.pem, callers: {
              build: { san: "uri:spiffe://acme/build", tenant: acme },
              desk: { san: "email:desk@acme.test", tenant: acme, plan: open, models: [other-1] },
              ops: { san: "dns:ops.acme.test", tenant: acme, plan: open } }""";

    private static final int REFUSED = -1;

    @TempDir
    Path directory;

    private static ProxyFixture proxy(Path directory) throws Exception {
        return new ProxyFixture(directory, null, TlsFixture.configuration(OPTIONAL));
    }

    @Test
    void aRequestWithoutKeyIsTheCallerThatTheCertificateNames() throws Exception {
        var tls = new TlsFixture(directory);
        try (var fixture = proxy(directory)) {
            for (String name : new String[]{"uri:spiffe://acme/build", "dns:OPS.acme.test"}) {
                HttpClient http = tls.http(tls.client(name));
                for (var version : HttpClient.Version.values()) {
                    var answer = http.send(
                            HttpRequest.newBuilder(chat(fixture.proxy.port(), null), (n, v) -> true)
                                    .version(version)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).as(name + " " + version).isEqualTo(200);
                }
            }
            assertThat(fixture.record().toString()).contains("cert:build", "acme");
        }
    }

    @Test
    void theCallersOwnBoundsHold() throws Exception {
        var tls = new TlsFixture(directory);
        try (var fixture = proxy(directory)) {
            assertThat(status(tls.http(tls.client("email:desk@acme.test")), chat(fixture.proxy.port(), null)))
                    .isEqualTo(403);
        }
    }

    @Test
    void aCertificateThatIsNobodysNeedsAKey() throws Exception {
        var tls = new TlsFixture(directory);
        try (var fixture = proxy(directory)) {
            HttpClient http = tls.http(tls.client("uri:spiffe://acme/other"));
            String key = fixture.knownKey("open");

            assertThat(status(http, chat(fixture.proxy.port(), null))).isEqualTo(401);
            assertThat(status(http, chat(fixture.proxy.port(), key))).isEqualTo(200);
        }
    }

    @Test
    void aWrongKeyIsNotMadeUpForByACertificate() throws Exception {
        var tls = new TlsFixture(directory);
        try (var fixture = proxy(directory)) {
            assertThat(status(tls.http(tls.client("uri:spiffe://acme/build")), chat(fixture.proxy.port(), "wrong")))
                    .isEqualTo(401);
        }
    }

    @Test
    void withoutACertificateNobodyIsAnyoneWhereItIsOptional() throws Exception {
        var tls = new TlsFixture(directory);
        try (var fixture = proxy(directory)) {
            assertThat(status(tls.http(null), chat(fixture.proxy.port(), null))).isEqualTo(401);
        }
    }

    @Test
    void aCertificateOfAStrangersAuthorityIsRefusedEvenWhereItIsOptional() throws Exception {
        var tls = new TlsFixture(directory);
        var stranger = new TlsFixture(Files.createDirectory(directory.resolve("stranger")));
        try (var fixture = proxy(directory)) {
            var http = tls.http(stranger.client("uri:spiffe://acme/build"));

            // A client may hold back a certificate that no announced authority issued: then it is nobody.
            assertThat(statusOrRefused(http, chat(fixture.proxy.port(), null))).isIn(REFUSED, 401);
        }
    }

    private static int statusOrRefused(HttpClient http, HttpRequest request) throws Exception {
        try {
            return status(http, request);
        } catch (IOException refusedInTheHandshake) {
            return REFUSED;
        }
    }

    @Test
    void aServersCertificateIsNoClientsCertificate() throws Exception {
        var tls = new TlsFixture(directory);
        try (var fixture = proxy(directory)) {
            var http = tls.http(tls.authority.issueServer(java.util.List.of("ops.acme.test")));

            assertThatThrownBy(() -> status(http, chat(fixture.proxy.port(), null))).isInstanceOf(IOException.class);
        }
    }
}
