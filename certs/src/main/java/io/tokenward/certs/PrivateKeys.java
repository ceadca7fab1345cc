package io.tokenward.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Turns a block of a PEM file into a private key: PKCS#8 (RFC 5958), encrypted PKCS#8, PKCS#1 RSA (RFC 8017 A.1.2) and
 * SEC 1 EC (RFC 5915). All end as PKCS#8 and are read by the JDK, so that TLS meets the JDK's own key types.
 */
final class PrivateKeys {
    /** An instance, not a registration: nobody else's cryptography changes because of us. */
    private static final Provider DECRYPTION = new BouncyCastleProvider();
    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.of(PKCSObjectIdentifiers.rsaEncryption,
            "RSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS", X9ObjectIdentifiers.id_ecPublicKey, "EC",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519", EdECObjectIdentifiers.id_Ed448, "Ed448");
    private static final String CONVERT = "convert it with openssl pkcs8 -topk8 -nocrypt";

    static final String SUPPORTED = "use RSA, EC (P-256, P-384, P-521), Ed25519 or Ed448";

    private final Path file;
    private final Supplier<char[]> password;

    PrivateKeys(Path file, Supplier<char[]> password) {
        this.file = file;
        this.password = password;
    }

    PrivateKey decode(PemBlock block) throws CertificateProblem {
        if (block.legacyEncryption()) {
            throw CertificateProblem.at(file, block.line(),
                    "the key has the old OpenSSL encryption, which is one round of MD5 and not supported",
                    "convert it with openssl pkcs8 -topk8");
        }
        try {
            return jdkKey(block, switch (block.label()) {
                case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(block.der());
                case "ENCRYPTED PRIVATE KEY" -> decrypt(block);
                case "RSA PRIVATE KEY" -> pkcs1(block);
                case "EC PRIVATE KEY" -> sec1(block);
                default -> throw CertificateProblem.at(file, block.line(),
                        "keys of the kind " + block.label() + " are not supported", CONVERT);
            });
        } catch (IllegalArgumentException | IllegalStateException | IOException | ClassCastException e) {
            // No cause: ASN.1 errors may quote what they met.
            throw damaged(block);
        }
    }

    private CertificateProblem damaged(PemBlock block) {
        return CertificateProblem.at(file, block.line(), "the content of the block " + block.label() + " is damaged",
                "copy the file again as a whole");
    }

    private PrivateKeyInfo decrypt(PemBlock block) throws CertificateProblem, IOException {
        char[] secret = password.get();
        try {
            if (secret.length == 0) {
                throw CertificateProblem.at(file, block.line(), "the key is encrypted and a password is needed",
                        "configure its password, or " + CONVERT);
            }
            var decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(DECRYPTION).build(secret);
            return new PKCS8EncryptedPrivateKeyInfo(block.der()).decryptPrivateKeyInfo(decryptor);
        } catch (PKCSException | OperatorCreationException e) {
            throw CertificateProblem.at(file, block.line(), "the key cannot be decrypted with the password given",
                    "check the password");
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static PrivateKeyInfo pkcs1(PemBlock block) throws IOException {
        return wrapped(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, RSAPrivateKey.getInstance(block.der()));
    }

    private PrivateKeyInfo sec1(PemBlock block) throws CertificateProblem, IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(block.der());
        var curve = key.getParametersObject();
        if (curve == null) {
            throw CertificateProblem.at(file, block.line(), "the EC key does not name its curve", CONVERT);
        }
        return wrapped(X9ObjectIdentifiers.id_ecPublicKey, curve.toASN1Primitive(), key);
    }

    private static PrivateKeyInfo wrapped(ASN1ObjectIdentifier algorithm, ASN1Object parameters, ASN1Object key)
            throws IOException {
        return new PrivateKeyInfo(new AlgorithmIdentifier(algorithm, parameters), key);
    }

    private PrivateKey jdkKey(PemBlock block, PrivateKeyInfo key) throws CertificateProblem, IOException {
        ASN1ObjectIdentifier oid = key.getPrivateKeyAlgorithm().getAlgorithm();
        String algorithm = ALGORITHMS.get(oid);
        if (algorithm == null) {
            throw CertificateProblem.at(file, block.line(), "keys of the algorithm " + oid + " are not supported",
                    SUPPORTED);
        }
        try {
            PrivateKey read = KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
            if (KeyFit.usable(read)) return read;
        } catch (GeneralSecurityException _) {
            // No cause, as above; falls through to the same answer.
        }
        throw CertificateProblem.at(file, block.line(),
                "the " + algorithm + " key is damaged or of an unsupported kind",
                SUPPORTED);
    }
}
