package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokenward.certs.Identity;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.PemIdentity;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
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
            await().atMost(SOON).until(() -> !stapled(fixture).isEmpty());

            assertThat(authority.asked).hasValue(1);
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();
            assertThat(stapled(fixture)).isNotEmpty();
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
            assertThat(stapled(fixture)).isEmpty();
        }
    }

    private List<byte[]> stapled(ProxyFixture fixture) throws Exception {
        try (var socket = (SSLSocket) tls.context(null)
                .getSocketFactory()
                .createSocket("localhost", fixture.proxy.port())) {
            socket.startHandshake();
            return ((ExtendedSSLSession) socket.getSession()).getStatusResponses();
        }
    }

    private Identity issued() throws Exception {
        Identity issuer = new PemIdentity(tls.authority.caFile(), tls.authority.caFile().resolveSibling("ca.key"))
                .identity();
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var builder = new JcaX509v3CertificateBuilder(issuer.certificate(), BigInteger.TWO,
                Date.from(Instant.now().minusSeconds(3600)), Date.from(Instant.now().plus(Duration.ofDays(9))),
                new X500Name("CN=localhost"), keys.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        builder.addExtension(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(
                AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, authority.url())));
        var certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key())));
        return new Identity(List.of(certificate, issuer.certificate()), keys.getPrivate());
    }
}
