package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.Identity;
import io.tokenward.certs.PemFiles;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kinds of keys can make handshakes with the engine in use. */
class KeyKindsIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 384", "EC, 521", "Ed25519, 255", "Ed448, 448", "RSASSA-PSS, 2048"})
    void aHandshakeWorks(String kind, int bits) throws Exception {
        var tls = new TlsFixture(directory);
        var generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        var keys = generator.generateKeyPair();
        // Issued below the authority that the clients of the fixture trust.
        var ca = new io.tokenward.certs.PemIdentity(tls.authority.caFile(),
                tls.authority.caFile().resolveSibling("ca.key")).identity();
        var builder = new JcaX509v3CertificateBuilder(ca.certificate(), BigInteger.TEN,
                Date.from(Instant.now().minusSeconds(60)), Date.from(Instant.now().plusSeconds(86_400)),
                new X500Principal("CN=" + kind), keys.getPublic());
        X509Certificate own = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(ca.key())));
        PemFiles.write(new Identity(List.of(own), keys.getPrivate()), directory.resolve("a.pem"),
                directory.resolve("a.key"));

        try (var fixture = new ProxyFixture(directory, null,
                TlsFixture.configuration("identities: [{ chain: file:a.pem, key: file:a.key }]"))) {
            assertThat(tls.shown(fixture.proxy.port(), "localhost")).isEqualTo(own);
        }
    }
}
