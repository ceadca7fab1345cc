package io.tokenward.certs;

import static io.tokenward.certs.TestCertificates.NOW;
import static io.tokenward.certs.TestCertificates.ec;
import static io.tokenward.certs.TestCertificates.ed25519;
import static io.tokenward.certs.TestCertificates.encrypted;
import static io.tokenward.certs.TestCertificates.pem;
import static io.tokenward.certs.TestCertificates.pkcs8;
import static io.tokenward.certs.TestCertificates.rsa;
import static io.tokenward.certs.TestCertificates.sec1;
import static io.tokenward.certs.TestCertificates.selfSigned;
import static io.tokenward.certs.TestCertificates.signed;
import static io.tokenward.certs.TestCertificates.traditional;
import static io.tokenward.certs.TestCertificates.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemIdentityTest extends IdentitySourceContract {
    @TempDir
    Path directory;

    @Override
    protected IdentitySource source() throws Exception {
        KeyPair root = ec();
        KeyPair own = ec();
        return identity(pem(signed(own, "proxy", root, "root"), selfSigned(root, "root")), pkcs8(own));
    }

    private PemIdentity identity(String chain, String key) throws Exception {
        return identity(chain, key, "", NOW);
    }

    private PemIdentity identity(String chain, String key, String password, Instant now) throws Exception {
        return new PemIdentity(write(directory, "server.pem", chain), write(directory, "server.key", key),
                password::toCharArray, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void readsRsaKeysInBothForms() throws Exception {
        KeyPair keys = rsa();
        String chain = pem(selfSigned(keys, "proxy"));

        assertThat(identity(chain, pkcs8(keys)).identity().key()).isEqualTo(keys.getPrivate());
        assertThat(identity(chain, traditional(keys)).identity().key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void readsEcKeysInBothForms() throws Exception {
        KeyPair keys = ec();
        String chain = pem(selfSigned(keys, "proxy"));

        assertThat(identity(chain, pkcs8(keys)).identity().key()).isEqualTo(keys.getPrivate());
        var fromSec1 = (ECPrivateKey) identity(chain, sec1(keys)).identity().key();
        assertThat(fromSec1.getS()).isEqualTo(((ECPrivateKey) keys.getPrivate()).getS());
    }

    @Test
    void readsEd25519Keys() throws Exception {
        KeyPair keys = ed25519();

        Identity identity = identity(pem(selfSigned(keys, "proxy")), pkcs8(keys)).identity();

        assertThat(identity.key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void readsAnEncryptedKeyWithItsPassword() throws Exception {
        KeyPair keys = ec();

        Identity identity = identity(pem(selfSigned(keys, "proxy")), encrypted(keys, "swordfish"), "swordfish", NOW)
                .identity();

        assertThat(identity.key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void readsChainAndKeyFromOneFileWithCommentsAndWindowsLineEnds() throws Exception {
        KeyPair keys = ec();
        String both = "made by hand\n" + pem(selfSigned(keys, "proxy")) + "\nthe key:\n" + pkcs8(keys);
        Path file = write(directory, "both.pem", both.replace("\n", "\r\n"));

        var identity = new PemIdentity(file, file, () -> new char[0], Clock.fixed(NOW, ZoneOffset.UTC)).identity();

        assertThat(identity.key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void findsARenewedCertificateWithoutARestart() throws Exception {
        KeyPair before = ec();
        KeyPair after = ec();
        PemIdentity source = identity(pem(selfSigned(before, "before")), pkcs8(before));
        source.identity();

        write(directory, "server.pem", pem(selfSigned(after, "after")));
        write(directory, "server.key", pkcs8(after));

        assertThat(source.identity().key()).isEqualTo(after.getPrivate());
    }

    @Test
    void aKeyOfAnotherCertificateIsSaidToBeOne() throws Exception {
        PemIdentity source = identity(pem(selfSigned(ec(), "proxy")), pkcs8(ec()));

        assertThatThrownBy(source::identity).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("server.key")
                .hasMessageContaining("does not belong to the first certificate of")
                .hasMessageContaining("server.pem");
    }

    @Test
    void aKeyOfAnotherKindIsSaidToBeOfAnotherCertificate() throws Exception {
        PemIdentity source = identity(pem(selfSigned(ec(), "proxy")), pkcs8(ed25519()));

        assertThatThrownBy(source::identity).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void aChainThatBeginsWithTheIssuerIsToldHowToBeMended() throws Exception {
        KeyPair root = ec();
        KeyPair own = ec();
        PemIdentity source = identity(pem(selfSigned(root, "root"), signed(own, "proxy", root, "root")), pkcs8(own));

        assertThatThrownBy(source::identity).hasMessageContaining("move it to the top of the chain file");
    }

    @Test
    void aStrangerInTheChainIsFoundWithItsLine() throws Exception {
        KeyPair own = ec();
        String first = pem(selfSigned(own, "proxy"));
        PemIdentity source = identity(first + pem(selfSigned(ec(), "stranger")), pkcs8(own));

        assertThatThrownBy(source::identity).hasMessageContaining("server.pem:" + (first.lines().count() + 1) + ":")
                .hasMessageContaining("did not issue the one before it");
    }

    @Test
    void anExpiredCertificateIsRefusedWithItsDate() throws Exception {
        KeyPair keys = ec();
        PemIdentity source = identity(pem(selfSigned(keys, "proxy")), pkcs8(keys), "",
                Instant.parse("2026-12-01T00:00:01Z"));

        assertThatThrownBy(source::identity).hasMessageContaining("server.pem:1:")
                .hasMessageContaining("expired at 2026-12-01T00:00:00Z; renew it");
    }

    @Test
    void aCertificateOfTomorrowIsRefusedWithTheClockOfThisMachine() throws Exception {
        KeyPair keys = ec();
        PemIdentity source = identity(pem(selfSigned(keys, "proxy")), pkcs8(keys), "",
                Instant.parse("2026-10-31T23:00:00Z"));

        assertThatThrownBy(source::identity).hasMessageContaining("not valid before 2026-11-01T00:00:00Z")
                .hasMessageContaining("2026-10-31T23:00:00Z");
    }

    @Test
    void anEncryptedKeyWithoutPasswordAsksForOne() throws Exception {
        KeyPair keys = ec();
        PemIdentity source = identity(pem(selfSigned(keys, "proxy")), encrypted(keys, "swordfish"));

        assertThatThrownBy(source::identity).hasMessageContaining("server.key:1:")
                .hasMessageContaining("a password is needed");
    }

    @Test
    void aWrongPasswordIsSaidToBeWrongAndNotRepeated() throws Exception {
        KeyPair keys = ec();
        PemIdentity source = identity(pem(selfSigned(keys, "proxy")), encrypted(keys, "swordfish"), "sturgeon", NOW);

        assertThatThrownBy(source::identity).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("check the password")
                .hasMessageNotContaining("sturgeon")
                .hasNoCause();
    }

    @Test
    void theOldOpenSslEncryptionIsToldHowToBeConverted() throws Exception {
        KeyPair keys = rsa();
        String legacy = traditional(keys).replaceFirst("-----\n",
                "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0011223344556677\n\n");
        PemIdentity source = identity(pem(selfSigned(keys, "proxy")), legacy);

        assertThatThrownBy(source::identity).hasMessageContaining("openssl pkcs8 -topk8");
    }

    @Test
    void aCurveThatTlsCannotUseIsSaidToBeUnsupported() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("secp256k1"));
        PemIdentity source = identity(pem(selfSigned(ec(), "proxy")), pkcs8(generator.generateKeyPair()));

        assertThatThrownBy(source::identity).hasMessageContaining("server.key:1:")
                .hasMessageContaining("use RSA, EC (P-256, P-384, P-521), Ed25519 or Ed448");
    }

    @Test
    void aKeyForKeyExchangeIsSaidToBeUnsupported() throws Exception {
        KeyPair exchange = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        PemIdentity source = identity(pem(selfSigned(ec(), "proxy")), pkcs8(exchange));

        assertThatThrownBy(source::identity)
                .hasMessageContaining("keys of the algorithm 1.3.101.110 are not supported");
    }

    @Test
    void exchangedFilesAreRecognised() throws Exception {
        KeyPair keys = ec();
        PemIdentity source = identity(pkcs8(keys), pem(selfSigned(keys, "proxy")));

        assertThatThrownBy(source::identity).hasMessageContaining("are chain and key file exchanged?");
    }

    @Test
    void twoKeysInOneFileAreOneTooMany() throws Exception {
        KeyPair keys = ec();
        PemIdentity source = identity(pem(selfSigned(keys, "proxy")), pkcs8(keys) + pkcs8(ec()));

        assertThatThrownBy(source::identity).hasMessageContaining("a second private key");
    }

    @Test
    void aDamagedKeyIsNeverQuoted() throws Exception {
        KeyPair keys = rsa();
        String damaged = traditional(keys).replace("RSA PRIVATE", "PRIVATE");
        PemIdentity source = identity(pem(selfSigned(keys, "proxy")), damaged);

        assertThatThrownBy(source::identity).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("server.key:1:")
                .hasMessageContaining("damaged")
                .hasNoCause();
    }

    @Test
    void aMissingFileIsNamedWithTheDirectoryItWasLookedForIn() throws Exception {
        PemIdentity source = new PemIdentity(Path.of("nowhere.pem"), Path.of("nowhere.key"));

        assertThatThrownBy(source::identity).hasMessageContaining("nowhere.pem: no such file")
                .hasMessageContaining(Path.of("").toAbsolutePath().toString());
    }

    @Test
    void aFileThatMayNotBeReadNamesTheUserWhoMayNot() {
        Path file = directory.resolve("server.key");

        var problem = PemFile.unreadable(file, new AccessDeniedException(file.toString()));

        assertThat(problem).hasMessageContaining("server.key")
                .hasMessageContaining(System.getProperty("user.name"))
                .hasMessageContaining("permissions");
    }

    @Test
    void aDirectoryIsNoFile() throws Exception {
        Files.createDirectory(directory.resolve("certs"));

        assertThatThrownBy(() -> TrustAnchors.read(directory.resolve("certs"))).hasMessageContaining("is a directory");
    }
}
