package io.tokenward.certs;

import static io.tokenward.certs.TestCertificates.NOW;
import static io.tokenward.certs.TestCertificates.ec;
import static io.tokenward.certs.TestCertificates.pem;
import static io.tokenward.certs.TestCertificates.pkcs8;
import static io.tokenward.certs.TestCertificates.rsa;
import static io.tokenward.certs.TestCertificates.selfSigned;
import static io.tokenward.certs.TestCertificates.signed;
import static io.tokenward.certs.TestCertificates.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateReportTest {
    @TempDir
    Path directory;

    private DevelopmentAuthority authority() throws Exception {
        return DevelopmentAuthority.openOrCreate(directory.resolve("ca"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private CertificateReport report(KeyPair key, X509Certificate... chain) throws Exception {
        return CertificateReport.of(new PemIdentity(write(directory, "server.pem", pem(chain)),
                write(directory, "server.key", pkcs8(key))));
    }

    private CertificateReport report(Identity identity) throws Exception {
        return report(new KeyPair(identity.certificate().getPublicKey(), identity.key()), identity.certificate());
    }

    private static List<String> grave(CertificateReport report, Instant now, String... names) {
        return report.flaws(List.of(names), now, 7)
                .stream()
                .filter(CertificateFlaw::grave)
                .map(CertificateFlaw::text)
                .toList();
    }

    @Test
    void aCertificateInOrderHasNoFlaws() throws Exception {
        CertificateReport report = report(authority().issueServer(List.of("proxy.test", "*.wild.test")));

        assertThat(report.flaws(List.of("proxy.test", "a.wild.test", "127.0.0.1", "::1"), NOW, 7)).isEmpty();
    }

    @Test
    void aNameThatIsMissingIsSaidWithThoseThatAreThere() throws Exception {
        CertificateReport report = report(authority().issueServer(List.of("proxy.test")));

        assertThat(grave(report, NOW, "other.test")).singleElement()
                .asString()
                .contains("does not cover other.test")
                .contains("dns:proxy.test");
    }

    @Test
    void expiryIsSaidInGoodTimeAndAfterwards() throws Exception {
        CertificateReport report = report(authority().issueServer(List.of("proxy.test")));

        assertThat(grave(report, NOW.plus(Duration.ofDays(22)))).isEmpty();
        assertThat(grave(report, NOW.plus(Duration.ofDays(25)))).singleElement().asString().contains("in 5 days");
        assertThat(grave(report, NOW.plus(Duration.ofDays(31)))).singleElement().asString().contains("expired at");
        assertThat(grave(report, NOW.minus(Duration.ofDays(1)))).singleElement()
                .asString()
                .contains("not valid before");
    }

    @Test
    void aKeyOfAnotherCertificateIsFound() throws Exception {
        CertificateReport report = report(ec(), authority().issueServer(List.of("proxy.test")).certificate());

        assertThat(report.keyFits()).contains(false);
        assertThat(grave(report, NOW)).singleElement().asString().contains("does not belong");
    }

    @Test
    void aWrongOrderIsFoundByNameAndByKey() throws Exception {
        KeyPair root = ec();
        KeyPair own = ec();
        X509Certificate leaf = signed(own, "proxy", root, "root");

        assertThat(grave(report(own, leaf, selfSigned(root, "root")), NOW))
                .noneMatch(text -> text.contains("issue the"));
        assertThat(grave(report(own, leaf, selfSigned(ec(), "stranger")), NOW))
                .anyMatch(text -> text.contains("certificate 2 did not issue the one before it"));
        assertThat(grave(report(own, leaf, selfSigned(ec(), "root")), NOW))
                .anyMatch(text -> text.contains("but another key"));
    }

    @Test
    void aCertificateWithoutAlternativeNamesServesNobody() throws Exception {
        KeyPair own = ec();

        assertThat(grave(report(own, selfSigned(own, "proxy")), NOW)).singleElement()
                .asString()
                .contains("no subject alternative name");
    }

    @Test
    void aClientsOrAnAuthoritysCertificateIsNoServers() throws Exception {
        DevelopmentAuthority authority = authority();
        Identity client = authority.issueClient(List.of(new SubjectName(SubjectName.Kind.DNS, "proxy.test")));

        assertThat(grave(report(client), NOW)).singleElement().asString().contains("not meant for servers");
        assertThat(grave(CertificateReport.of(authority.caFile()), NOW))
                .anyMatch(text -> text.contains("an authority's"));
    }

    @Test
    void aWeakKeyAndAWeakSignatureAreFound() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        KeyPair own = small.generateKeyPair();
        var builder = new JcaX509v3CertificateBuilder(new X500Principal("CN=root"), BigInteger.TWO,
                Date.from(NOW.minusSeconds(60)), Date.from(NOW.plus(Duration.ofDays(60))),
                new X500Principal("CN=proxy"), own.getPublic());
        X509Certificate weak = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA1withRSA").build(rsa().getPrivate())));

        assertThat(grave(report(own, weak), NOW)).anyMatch(text -> text.contains("is weak (RSA 1024 bits)"))
                .anyMatch(text -> text.contains("is weak (SHA1withRSA)"));
    }

    @Test
    void aSuperfluousRootIsARemarkAndNoMore() throws Exception {
        KeyPair root = ec();
        KeyPair own = ec();
        CertificateReport report = report(own, signed(own, "proxy", root, "root"), selfSigned(root, "root"));

        assertThat(report.flaws(List.of(), NOW, 7)).filteredOn(flaw -> !flaw.grave())
                .singleElement()
                .extracting(CertificateFlaw::text)
                .asString()
                .contains("need not be sent");
        assertThat(report.inOrder()).isTrue();
    }

    @Test
    void theFactsAreThoseOfTheCertificate() throws Exception {
        CertificateReport report = report(authority().issueServer(List.of("proxy.test")));

        assertThat(report.certificates()).singleElement().satisfies(facts -> {
            assertThat(facts.key()).isEqualTo("EC 256 bits");
            assertThat(facts.names()).contains(new SubjectName(SubjectName.Kind.DNS, "proxy.test"));
            assertThat(facts.sha256()).hasSize(64);
            assertThat(facts.authority()).isFalse();
        });
    }
}
