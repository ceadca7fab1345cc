package io.tokenward.certs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Whether a private key belongs to a public one: what the one signs, the other must verify. */
final class KeyFit {
    private static final byte[] PROBE = "do these two keys belong together?".getBytes(StandardCharsets.US_ASCII);

    private KeyFit() {}

    static boolean fits(PrivateKey key, PublicKey publicKey) {
        if (!family(key.getAlgorithm()).equals(family(publicKey.getAlgorithm()))) return false;
        try {
            byte[] signed = sign(key);
            Signature verifier = signature(key.getAlgorithm());
            verifier.initVerify(publicKey);
            verifier.update(PROBE);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a signature of one curve or size is malformed for another
        }
    }

    /** Whether this Java runtime can use the key at all; some curves can be read but not used. */
    static boolean usable(PrivateKey key) {
        try {
            return sign(key).length > 0;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] sign(PrivateKey key) throws GeneralSecurityException {
        Signature signer = signature(key.getAlgorithm());
        signer.initSign(key);
        signer.update(PROBE);
        return signer.sign();
    }

    private static String family(String algorithm) {
        // Certificates call Ed25519 keys EdDSA in some JDKs and Ed25519 in others.
        return algorithm.startsWith("Ed") ? "EdDSA" : algorithm;
    }

    private static Signature signature(String keyAlgorithm) throws GeneralSecurityException {
        return switch (family(keyAlgorithm)) {
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "RSASSA-PSS" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
            default -> Signature.getInstance("EdDSA");
        };
    }
}
