package io.tokenward.certs;

import static io.tokenward.certs.TestCertificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentAuthorityTest extends IdentitySourceContract {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    @TempDir
    Path parent;

    @Override
    protected IdentitySource source() throws CertificateProblem {
        return authority(NOW);
    }

    private DevelopmentAuthority authority(Instant now) throws CertificateProblem {
        return DevelopmentAuthority.openOrCreate(parent.resolve("ca"), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void validate(Identity server, Path caFile, Instant when) throws Exception {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(TrustAnchors.read(caFile).getFirst(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(when));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(server.chain()), parameters);
    }

    @Test
    void itsServersAreValidForTheValidatorOfTheJdk() throws Exception {
        DevelopmentAuthority authority = authority(NOW);

        validate(authority.issueServer(List.of("proxy.test")), authority.caFile(), NOW);
    }

    @Test
    void itsServersAreNotValidUnderAnotherAuthority() throws Exception {
        Identity server = authority(NOW).issueServer(List.of());
        var other = DevelopmentAuthority.openOrCreate(parent.resolve("other"), Clock.fixed(NOW, ZoneOffset.UTC));

        assertThatThrownBy(() -> validate(server, other.caFile(), NOW)).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void aServerHasTheNamesAskedForAndThoseOfThisMachine() throws Exception {
        Identity server = authority(NOW)
                .issueServer(
                        List.of("Proxy.Test", "*.models.test", "bücher.test", "10.0.0.7", "[fd00::7]", "localhost"));

        assertThat(server.certificate().getSubjectAlternativeNames()).containsExactlyInAnyOrder(
                List.of(DNS, "proxy.test"), List.of(DNS, "*.models.test"), List.of(DNS, "xn--bcher-kva.test"),
                List.of(DNS, "localhost"), List.of(ADDRESS, "10.0.0.7"), List.of(ADDRESS, "127.0.0.1"),
                List.of(ADDRESS, "fd00:0:0:0:0:0:0:7"), List.of(ADDRESS, "0:0:0:0:0:0:0:1"));
    }

    @Test
    void aServerCertificateIsForServersOnlyAndForThirtyDays() throws Exception {
        X509Certificate certificate = authority(NOW).issueServer(List.of()).certificate();

        assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void everyServerHasItsOwnKeyAndSerial() throws Exception {
        DevelopmentAuthority authority = authority(NOW);

        Identity one = authority.issueServer(List.of());
        Identity two = authority.issueServer(List.of());

        assertThat(one.key()).isNotEqualTo(two.key());
        assertThat(one.certificate().getSerialNumber()).isNotEqualTo(two.certificate().getSerialNumber());
    }

    @Test
    void theAuthorityMaySignServersButNoAuthorities() throws Exception {
        X509Certificate ca = TrustAnchors.read(authority(NOW).caFile()).getFirst();

        assertThat(ca.getBasicConstraints()).isZero();
        assertThat(ca.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(730)));
    }

    @Test
    void openedAgainItIsTheSameAuthority() throws Exception {
        X509Certificate first = TrustAnchors.read(authority(NOW).caFile()).getFirst();
        DevelopmentAuthority again = authority(NOW.plus(Duration.ofDays(600)));

        assertThat(TrustAnchors.read(again.caFile())).containsExactly(first);
        validate(again.issueServer(List.of()), again.caFile(), NOW.plus(Duration.ofDays(601)));
    }

    @Test
    void anAuthorityNearItsEndIsReplacedByANewOneOfAnotherName() throws Exception {
        X509Certificate first = TrustAnchors.read(authority(NOW).caFile()).getFirst();
        DevelopmentAuthority renewed = authority(NOW.plus(Duration.ofDays(701)));

        X509Certificate second = TrustAnchors.read(renewed.caFile()).getFirst();
        assertThat(second.getSubjectX500Principal()).isNotEqualTo(first.getSubjectX500Principal());
        validate(renewed.issueServer(List.of()), renewed.caFile(), NOW.plus(Duration.ofDays(702)));
    }

    @Test
    void aServerSourceIssuesAnewInTheLastThirdOfTheLife() throws Exception {
        var clock = new ManualClock(NOW);
        IdentitySource server = DevelopmentAuthority.openOrCreate(parent.resolve("ca"), clock)
                .server(List.of("proxy.test"));
        Identity first = server.identity();

        clock.advance(Duration.ofDays(19));
        assertThat(server.identity()).isSameAs(first);
        clock.advance(Duration.ofDays(2));
        assertThat(server.identity().certificate()).isNotEqualTo(first.certificate());
    }

    @Test
    void onlyTheOwnerMayReadKeyAndDirectory() throws Exception {
        DevelopmentAuthority authority = authority(NOW);
        Path directory = parent.resolve("ca");

        assertThat(authority.caFile()).isEqualTo(directory.resolve("ca.pem"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ca.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyThatOthersMayReadIsNotUsedOn() throws Exception {
        authority(NOW);
        Files.setPosixFilePermissions(parent.resolve("ca/ca.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> authority(NOW)).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("others may use the authority's key (rw-r--r--); chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "ca.key"})
    void halfAnAuthorityIsNotReplacedInSilence(String missing) throws Exception {
        authority(NOW);
        Files.delete(parent.resolve("ca").resolve(missing));

        assertThatThrownBy(() -> authority(NOW)).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining(missing + ": no such file, although its twin is there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exa mple", "proxy.test:8443", "-a.test", "*", "a.*.test", "https://x", "a..b"})
    void whatIsNoNameGetsNoCertificate(String name) throws Exception {
        DevelopmentAuthority authority = authority(NOW);

        assertThatThrownBy(() -> authority.issueServer(List.of(name))).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("\"" + name + "\" is neither a host name nor an address");
    }

    @Test
    void manyWhoOpenAtOnceGetOneAuthority() throws Exception {
        Callable<List<X509Certificate>> open = () -> TrustAnchors.read(authority(NOW).caFile());

        try (var threads = Executors.newFixedThreadPool(4)) {
            var first = open.call();
            for (var answer : threads.invokeAll(List.of(open, open, open, open)))
                assertThat(answer.get()).isEqualTo(first);
        }
    }
}
