package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokenward.certs.Identity;
import io.tokenward.certs.PemFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status of the own certificate, asked of the responder that it names. */
class StatusFetchIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private TlsFixture tls;
    private TestAuthority authority;

    @BeforeEach
    void open() throws Exception {
        tls = new TlsFixture(directory);
        authority = new TestAuthority(tls.authority);
        PemFiles.writeTogether(issued(), directory.resolve("server.pem"));
    }

    @AfterEach
    void close() {
        authority.close();
    }

    private ProxyFixture proxy(String more) throws Exception {
        return new ProxyFixture(directory, null, TlsFixture.configuration(
                "identities: [{ chain: file:server.pem, key: file:server.pem, status: fetch" + more + " }]"));
    }

    @Test
    void itIsSentAlongInHandshakesAsSoonAsTheResponderHasAnswered() throws Exception {
        try (var fixture = proxy(", status-addresses: [loopback]")) {
            await().atMost(SOON).until(() -> !tls.stapled(fixture.proxy.port()).isEmpty());

            assertThat(authority.asked).hasValue(1);
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();
            assertThat(tls.stapled(fixture.proxy.port())).isNotEmpty();
        }
    }

    @Test
    void aResponderOnThisMachineIsNotAskedUnlessThatIsMeant() throws Exception {
        try (var fixture = proxy("")) {
            await().atMost(SOON)
                    .until(() -> fixture.proxy.certificates()
                            .values()
                            .stream()
                            .anyMatch(status -> status.problem().orElse("").contains("is at a loopback address")));

            assertThat(authority.asked).hasValue(0);
            assertThat(tls.stapled(fixture.proxy.port())).isEmpty();
        }
    }

    private Identity issued() throws Exception {
        var responder = new AuthorityInformationAccess(AccessDescription.id_ad_ocsp,
                new GeneralName(GeneralName.uniformResourceIdentifier, authority.url()));
        return new TestIssuer(tls.authority).issue("CN=localhost", Duration.ofHours(1), Duration.ofDays(9),
                List.of("localhost"), Extension.create(Extension.authorityInfoAccess, false, responder));
    }
}
