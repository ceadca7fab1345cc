package io.tokenward.certs;

import static io.tokenward.certs.TestCertificates.ec;
import static io.tokenward.certs.TestCertificates.pem;
import static io.tokenward.certs.TestCertificates.pkcs8;
import static io.tokenward.certs.TestCertificates.selfSigned;
import static io.tokenward.certs.TestCertificates.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustAnchorsTest {
    @TempDir
    Path directory;

    @Test
    void readsAllCertificatesOfABundleInOrder() throws Exception {
        var first = selfSigned(ec(), "first");
        var second = selfSigned(ec(), "second");
        Path bundle = write(directory, "ca.pem", "\uFEFF", pem(first), "# Zweites Wurzelzertifikat für Köln\n",
                pem(second));

        assertThat(TrustAnchors.read(bundle)).containsExactly(first, second);
    }

    @Test
    void aPrivateKeyAmongThemIsRefused() throws Exception {
        Path bundle = write(directory, "ca.pem", pem(selfSigned(ec(), "first")), pkcs8(ec()));

        assertThatThrownBy(() -> TrustAnchors.read(bundle)).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("a private key stands among the trusted certificates");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"hello|not PEM", "''|the file is empty",
            "-----BEGIN CERTIFICATE-----\\nMIIB\\n|ca.pem:1: the block has no line -----END CERTIFICATE-----",
            "x\\n-----BEGIN CERTIFICATE-----\\nMI!B\\n-----END CERTIFICATE-----|ca.pem:3: not base64",
            "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----|ca.pem:1: the block is no X.509 certificate",
            "-----BEGIN CERTIFICATE-----\\nMIIBA\\n-----END CERTIFICATE-----|ca.pem:1: the base64 of the block",
            "-----BEGIN CERTIFICATE-----\\n-----END CERTIFICATE-----|ca.pem:1: the block CERTIFICATE is empty",
            "-----BEGIN CERTIFICATE-----\\n-----END X-----|ca.pem:2: the block of line 1 should end with",
            "-----BEGIN X509 CRL-----\\nMIIB\\n-----END X509 CRL-----|ca.pem:1: a block X509 CRL is no certificate"})
    void garbageIsNamedWithItsPlace(String text, String expected) throws Exception {
        Path bundle = write(directory, "ca.pem", text.replace("\\n", "\n"));

        assertThatThrownBy(() -> TrustAnchors.read(bundle)).isInstanceOf(CertificateProblem.class)
                .hasMessageContaining(expected);
    }

    @Test
    void derIsRecognisedAndToldHowToBeConverted() throws Exception {
        Path bundle = Files.write(directory.resolve("ca.der"), selfSigned(ec(), "first").getEncoded());

        assertThatThrownBy(() -> TrustAnchors.read(bundle)).hasMessageContaining("not PEM but DER or PKCS#12");
    }

    @Test
    void utf16IsRecognised() throws Exception {
        Path bundle = Files.write(directory.resolve("ca.pem"),
                ("\uFEFF" + pem(selfSigned(ec(), "first"))).getBytes(StandardCharsets.UTF_16LE));

        assertThatThrownBy(() -> TrustAnchors.read(bundle)).hasMessageContaining("UTF-16");
    }

    @Test
    void noDamageToAFileCausesAnythingButACertificateProblem() throws Exception {
        long seed = 20261123L;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] whole = (pem(selfSigned(ec(), "first")) + pkcs8(ec())).getBytes(StandardCharsets.US_ASCII);
        Path file = directory.resolve("fuzzed.pem");

        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--)
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(file, Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)));
            try {
                assertThat(new PemIdentity(file, file).identity().chain()).isNotEmpty();
            } catch (CertificateProblem expected) {
                assertThat(expected).hasMessageContaining("fuzzed.pem");
            }
        }
    }
}
