package io.tokenward.certs.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.certs.CertificateProblem;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.util.KeyPairUtils;

class AccountKeyTest {
    private static final URI DIRECTORY = URI.create("https://authority.test/directory");

    @TempDir
    Path directory;

    @RepeatedTest(5)
    void whatWasMadeIsReadAgainAndIsAWholePair() throws Exception {
        KeyPair made = AccountKey.openOrCreate(directory, DIRECTORY);

        KeyPair read = AccountKey.openOrCreate(directory, DIRECTORY);

        assertThat(read.getPublic()).isEqualTo(made.getPublic());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(read.getPrivate());
        byte[] signed = signature.sign();
        signature.initVerify(made.getPublic());
        assertThat(signature.verify(signed)).isTrue();
    }

    /** Which had neither the public key nor the curve. */
    @Test
    void whatOlderVersionsWroteIsRead() throws Exception {
        AccountKey.openOrCreate(directory, DIRECTORY);
        KeyPair old = SelfSigned.keys(new SecureRandom());
        try (var text = new StringWriter()) {
            KeyPairUtils.writeKeyPair(old, text);
            assertThat(text.toString()).startsWith("-----BEGIN EC PRIVATE KEY-----");
            Files.writeString(file(), text.toString());
        }

        assertThat(AccountKey.openOrCreate(directory, DIRECTORY).getPublic()).isEqualTo(old.getPublic());
    }

    private Path file() throws IOException {
        try (var files = Files.list(directory)) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void anotherAuthorityGetsAnotherKey() throws Exception {
        assertThat(AccountKey.openOrCreate(directory, URI.create("https://other.test/")).getPublic())
                .isNotEqualTo(AccountKey.openOrCreate(directory, DIRECTORY).getPublic());
    }

    @Test
    void aFileThatIsNoKeyIsTold() throws Exception {
        AccountKey.openOrCreate(directory, DIRECTORY);
        Files.writeString(file(), "overwritten by mistake");

        assertThatThrownBy(() -> AccountKey.openOrCreate(directory, DIRECTORY))
                .isInstanceOf(CertificateProblem.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("delete it for a new account");
    }
}
