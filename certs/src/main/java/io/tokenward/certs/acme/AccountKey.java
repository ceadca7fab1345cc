package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.OwnersDirectory;
import io.tokenward.certs.PemFiles;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.HexFormat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** The key that is one's account at an authority, in a file of its own for each: {@code account-<hash of the directory>.key}. */
final class AccountKey {
    private AccountKey() {}

    /** The key in its file, made where there is none. */
    static KeyPair openOrCreate(Path storage, URI directory) throws CertificateProblem {
        Path file = storage.resolve("account-" + hash(directory) + ".key");
        try {
            if (Files.exists(file)) return read(Files.readString(file));
            OwnersDirectory.make(storage);
            KeyPair made = SelfSigned.keys(new SecureRandom());
            PemFiles.writeKey(file, made.getPrivate());
            return made;
        } catch (IOException | RuntimeException | GeneralSecurityException unusable) {
            // No cause: its message may quote the key.
            throw CertificateProblem.of(file + ": no key of an account can be read or written there",
                    "let the proxy's user read and write it, or delete it for a new account");
        }
    }

    /** In PKCS#8, or in SEC 1 without its curve, as older versions wrote it. Neither has the public key, which is computed. */
    private static KeyPair read(String pem) throws IOException, GeneralSecurityException {
        try (var parser = new PEMParser(new StringReader(pem))) {
            PrivateKeyInfo found = switch (parser.readObject()) {
                case PrivateKeyInfo info -> info;
                case PEMKeyPair pair -> pair.getPrivateKeyInfo();
                case null, default -> throw new IOException("no private key");
            };
            ASN1Encodable curve = found.getPrivateKeyAlgorithm().getParameters();
            if (curve != null && !SECObjectIdentifiers.secp256r1.equals(curve)) throw new IOException("another curve");
            return pair(ECPrivateKey.getInstance(found.parsePrivateKey()).getKey());
        }
    }

    private static KeyPair pair(BigInteger secret) throws GeneralSecurityException {
        var point = CustomNamedCurves.getByName(SelfSigned.CURVE).getG().multiply(secret).normalize();
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(SelfSigned.CURVE));
        var curve = parameters.getParameterSpec(ECParameterSpec.class);
        var at = new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(factory.generatePublic(new ECPublicKeySpec(at, curve)),
                factory.generatePrivate(new ECPrivateKeySpec(secret, curve)));
    }

    private static String hash(URI directory) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(directory.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
