package io.tokenward.proxy;

import static io.tokenward.proxy.TlsFixture.chat;
import static io.tokenward.proxy.TlsFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that their authority has taken back. */
class RevocationIT {
    private static final int REFUSED = -1;

    @TempDir
    Path directory;

    private TlsFixture tls;
    private TestAuthority authority;

    @BeforeEach
    void open() throws Exception {
        tls = new TlsFixture(directory);
        authority = new TestAuthority(tls.authority);
    }

    @AfterEach
    void close() {
        authority.close();
    }

    private ProxyFixture proxy(String revocation) throws Exception {
        return new ProxyFixture(directory, null, TlsFixture.configuration(
                "identities: development, client-auth: required, client-ca: file:authority/ca.pem, " + revocation
                        + ", callers: { build: { san: \"uri:spiffe://acme/build\", tenant: acme } }"));
    }

    private int ask(ProxyFixture fixture, Identity client) throws Exception {
        try {
            return status(tls.http(client), chat(fixture.proxy.port(), null));
        } catch (IOException refused) {
            return REFUSED;
        }
    }

    @Test
    void aClientOnAListIsRefusedAndANewListIsInForceWithoutARestart() throws Exception {
        Identity good = tls.client("uri:spiffe://acme/build");
        Identity stolen = tls.client("uri:spiffe://acme/build");
        Path list = directory.resolve("clients.crl");
        authority.list(list, Instant.now().plusSeconds(3600));
        try (var fixture = proxy("client-crls: [file:clients.crl]")) {
            assertThat(ask(fixture, good)).isEqualTo(200);
            assertThat(ask(fixture, stolen)).isEqualTo(200);

            authority.revoke(stolen.certificate());
            authority.list(list, Instant.now().plusSeconds(3600));
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();

            assertThat(ask(fixture, stolen)).isEqualTo(REFUSED);
            assertThat(ask(fixture, good)).isEqualTo(200);
        }
    }

    @Test
    void withAListThatIsOutOfDateNobodyIsLetIn() throws Exception {
        Identity good = tls.client("uri:spiffe://acme/build");
        authority.list(directory.resolve("clients.crl"), Instant.now().plusSeconds(3600));
        try (var fixture = proxy("client-crls: [file:clients.crl]")) {
            assertThat(ask(fixture, good)).isEqualTo(200);

            // Java forgives a quarter of an hour, since clocks differ.
            authority.list(directory.resolve("clients.crl"), Instant.now().minusSeconds(3600));
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();

            assertThat(ask(fixture, good)).isEqualTo(REFUSED);
        }
    }

    @Test
    void aResponderIsAskedAtEachNewConnection() throws Exception {
        Identity good = tls.client("uri:spiffe://acme/build");
        Identity stolen = tls.client("uri:spiffe://acme/build");
        authority.revoke(stolen.certificate());
        try (var fixture = proxy("client-ocsp: \"" + authority.url() + "\"")) {
            assertThat(ask(fixture, good)).isEqualTo(200);
            assertThat(authority.asked).hasPositiveValue();
            assertThat(ask(fixture, stolen)).isEqualTo(REFUSED);
        }
    }

    @Test
    void whereTheResponderIsSilentListsAnswerAndWithoutThemNobodyIsLetIn() throws Exception {
        Identity good = tls.client("uri:spiffe://acme/build");
        authority.list(directory.resolve("clients.crl"), Instant.now().plusSeconds(3600));
        String ocsp = "client-ocsp: \"" + authority.url() + "\"";
        try (var fixture = proxy(ocsp)) {
            assertThat(ask(fixture, good)).isEqualTo(200);
        }
        authority.close();
        try (var fixture = proxy(ocsp + ", client-crls: [file:clients.crl]")) {
            assertThat(ask(fixture, good)).isEqualTo(200);
        }
        try (var fixture = proxy(ocsp)) {
            assertThat(ask(fixture, good)).isEqualTo(REFUSED);
        }
    }

    @Test
    void theStatusOfTheOwnCertificateIsSentAlong() throws Exception {
        X509Certificate own = tls.server("server", "localhost");
        byte[] status = authority.status(own, Instant.now().plusSeconds(3600)).getEncoded();
        Files.write(directory.resolve("server.ocsp"), status);
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(
                "identities: [{ chain: file:server.pem, key: file:server.key, status: file:server.ocsp }]"))) {
            assertThat(tls.stapled(fixture.proxy.port())).containsExactly(status);

            authority.revoke(own);
            Files.write(directory.resolve("server.ocsp"),
                    authority.status(own, Instant.now().plusSeconds(3600)).getEncoded());
            assertThat(fixture.proxy.reloadCertificates()).singleElement()
                    .asString()
                    .contains("server.ocsp",
                            "revoked");
        }
    }
}
