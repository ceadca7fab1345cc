package io.tokenward.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;

/** Keys and certificates made on the spot, in every form that a PEM file may have. */
public final class TestCertificates {
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private TestCertificates() {}

    static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    static KeyPair ec() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    static KeyPair ed25519() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    static X509Certificate selfSigned(KeyPair keys, String name) throws Exception {
        return signed(keys, name, keys, name);
    }

    static X509Certificate signed(KeyPair subject, String name, KeyPair issuer, String issuerName) throws Exception {
        var builder = new JcaX509v3CertificateBuilder(new X500Principal("CN=" + issuerName), BigInteger.TEN,
                Date.from(Instant.parse("2026-11-01T00:00:00Z")), Date.from(Instant.parse("2026-12-01T00:00:00Z")),
                new X500Principal("CN=" + name), subject.getPublic());
        String algorithm = switch (issuer.getPrivate().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.getPrivate())));
    }

    static String pem(X509Certificate... certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates)
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        return text.toString();
    }

    static String pkcs8(KeyPair keys) {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** PKCS#1 for RSA, SEC 1 for EC: the bare key without its wrapping. */
    static String traditional(KeyPair keys) throws IOException {
        byte[] bare = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        return pem(keys.getPrivate().getAlgorithm() + " PRIVATE KEY", bare);
    }

    /** SEC 1 with the curve's name, as openssl ecparam -genkey writes it. */
    static String sec1(KeyPair keys) throws IOException {
        var info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
        var bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        var named = new ECPrivateKey(256, bare.getKey(),
                info.getPrivateKeyAlgorithm().getParameters());
        return pem("EC PARAMETERS", info.getPrivateKeyAlgorithm().getParameters().toASN1Primitive().getEncoded())
                + pem("EC PRIVATE KEY", named.getEncoded());
    }

    static String encrypted(KeyPair keys, String password) throws Exception {
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword(password.toCharArray())
                .build();
        return pem("ENCRYPTED PRIVATE KEY",
                new JcaPKCS8EncryptedPrivateKeyInfoBuilder(keys.getPrivate()).build(encryptor).getEncoded());
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    static Path write(Path directory, String name, String... texts) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("", List.of(texts)));
    }
}
