package io.tokenward.certs;

import static io.tokenward.certs.TestCertificates.NOW;
import static io.tokenward.certs.TestCertificates.ec;
import static io.tokenward.certs.TestCertificates.ed25519;
import static io.tokenward.certs.TestCertificates.pem;
import static io.tokenward.certs.TestCertificates.rsa;
import static io.tokenward.certs.TestCertificates.selfSigned;
import static io.tokenward.certs.TestCertificates.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreIdentityTest extends IdentitySourceContract {
    private static final String PASSWORD = "swordfish";

    @TempDir
    Path directory;

    @Override
    protected IdentitySource source() throws Exception {
        KeyPair root = ec();
        KeyPair own = ec();
        KeyStore store = empty();
        add(store, "proxy", own, signed(own, "proxy", root, "root"), selfSigned(root, "root"));
        return identity(store, PASSWORD);
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void add(KeyStore store, String alias, KeyPair keys, X509Certificate... chain) throws Exception {
        store.setKeyEntry(alias, keys.getPrivate(), PASSWORD.toCharArray(), chain);
    }

    private KeyStoreIdentity identity(KeyStore store, String password) throws Exception {
        try (var out = Files.newOutputStream(file())) {
            store.store(out, PASSWORD.toCharArray());
        }
        return identity(password, NOW);
    }

    private KeyStoreIdentity identity(String password, Instant now) {
        return new KeyStoreIdentity(file(), password::toCharArray, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path file() {
        return directory.resolve("server.p12");
    }

    @Test
    void readsRsaAndEd25519Keys() throws Exception {
        for (KeyPair keys : Arrays.asList(rsa(), ed25519())) {
            KeyStore store = empty();
            add(store, "proxy", keys, selfSigned(keys, "proxy"));

            assertThat(identity(store, PASSWORD).identity().key()).isEqualTo(keys.getPrivate());
        }
    }

    @Test
    void theChainHasTheIssuersThatTheStoreHas() throws Exception {
        assertThat(source().identity().chain()).hasSize(2);
    }

    @Test
    void aWrongPasswordIsNotRepeated() throws Exception {
        source();

        assertThatThrownBy(identity("sturgeon", NOW)::identity).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("server.p12")
                .hasMessageContaining("check the password")
                .hasMessageNotContaining("sturgeon")
                .hasNoCause();
    }

    @Test
    void theArrayWithThePasswordIsWipedAfterUse() throws Exception {
        source();
        char[] given = PASSWORD.toCharArray();

        new KeyStoreIdentity(file(), () -> given, Clock.fixed(NOW, ZoneOffset.UTC)).identity();

        assertThat(given).containsOnly('\0');
    }

    @Test
    void aStoreWithTwoKeysIsAskedToBeSplit() throws Exception {
        KeyPair keys = ec();
        KeyStore store = empty();
        add(store, "one", keys, selfSigned(keys, "one"));
        add(store, "two", keys, selfSigned(keys, "two"));

        assertThatThrownBy(identity(store, PASSWORD)::identity).hasMessageContaining("there are 2 private keys");
    }

    @Test
    void aStoreWithoutAKeyIsSaidToHaveNone() throws Exception {
        KeyStore store = empty();
        store.setCertificateEntry("proxy", selfSigned(ec(), "proxy"));

        assertThatThrownBy(identity(store, PASSWORD)::identity).hasMessageContaining("there is no private key");
    }

    @Test
    void anExpiredCertificateIsRefusedWithoutALine() throws Exception {
        source();

        assertThatThrownBy(identity(PASSWORD, Instant.parse("2026-12-02T00:00:00Z"))::identity)
                .hasMessageContaining("server.p12: the certificate expired at 2026-12-01T00:00:00Z");
    }

    @Test
    void aPemFileIsToldWhereItBelongs() throws Exception {
        Files.writeString(file(), pem(selfSigned(ec(), "proxy")));

        assertThatThrownBy(identity(PASSWORD, NOW)::identity).hasMessageContaining("not PKCS#12 but PEM");
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() throws Exception {
        Files.createFile(file());

        assertThatThrownBy(identity(PASSWORD, NOW)::identity).hasMessageContaining("the file is empty");
    }

    @Test
    void whateverIsDamagedItIsAProblemAndNoDefect() throws Exception {
        source();
        byte[] whole = Files.readAllBytes(file());
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--)
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(file(), damaged);
            try {
                identity(PASSWORD, NOW).identity();
            } catch (CertificateProblem problem) {
                assertThat(problem).hasMessageContaining("server.p12").hasMessageNotContaining(PASSWORD);
            }
        }
    }

    @Test
    void aCutFileIsSaidToBeDamaged() throws Exception {
        source();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(identity(PASSWORD, NOW)::identity).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("damaged");
    }
}
