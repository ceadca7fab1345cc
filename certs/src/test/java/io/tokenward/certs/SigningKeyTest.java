package io.tokenward.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final byte[] MESSAGE = "rules of acme".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;
    private Path secret;
    private Path open;
    private SigningKey key;

    @BeforeEach
    void generate() throws Exception {
        secret = directory.resolve("rules.key");
        open = directory.resolve("rules.key.pub");
        key = SigningKey.generate(new SecureRandom());
        key.write(secret, open);
    }

    @Test
    void whatTheFileSignsThePublicFileVerifies() throws Exception {
        SigningKey read = SigningKey.read(secret);
        VerificationKeys keys = VerificationKeys.read(List.of(open));

        byte[] signature = read.sign(MESSAGE);

        assertThat(keys.ids()).containsExactly(key.id());
        assertThat(keys.verifies(read.id(), MESSAGE, signature)).isTrue();
        assertThat(keys.verifies(read.id(), "rules of others".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
        assertThat(keys.verifies("0123456789abcdef", MESSAGE, signature)).isFalse();
        assertThat(keys.verifies(read.id(), MESSAGE, new byte[3])).isFalse();
        signature[7] ^= 1;
        assertThat(keys.verifies(read.id(), MESSAGE, signature)).isFalse();
    }

    @Test
    void othersUnderstandTheFiles() throws Exception {
        String base64 = Files.readString(open).replaceAll("-----.*-----|\\s", "");
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64))));
        verifier.update(MESSAGE);

        assertThat(verifier.verify(key.sign(MESSAGE))).isTrue();
    }

    @Test
    void thePrivateKeyIsForItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
        assertThat(key.toString()).isEqualTo("SigningKey[" + key.id() + "]");
    }

    @Test
    void whatIsNoSuchKeyIsSaidSo() throws Exception {
        assertThatThrownBy(() -> VerificationKeys.read(List.of(secret))).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("holds a PRIVATE KEY, not a PUBLIC KEY")
                .hasMessageNotContaining(Files.readAllLines(secret).get(1));
        assertThatThrownBy(() -> SigningKey.read(open)).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("must hold one block PRIVATE KEY, not 0");
        Files.writeString(secret, "-----BEGIN " + "PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> SigningKey.read(secret)).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("damaged");
    }
}
