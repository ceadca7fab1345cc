package io.tokenward.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Public Ed25519 keys (RFC 8032) whose signatures are believed. Immutable and thread-safe. */
public final class VerificationKeys {
    /** Bytes of the hash that is the id of a key. */
    private static final int ID_BYTES = 8;

    private final Map<String, Ed25519PublicKeyParameters> keys;

    private VerificationKeys(Map<String, Ed25519PublicKeyParameters> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * The keys in these files, each one or more blocks PUBLIC KEY in PEM, as RFC 8410 has it.
     *
     * @throws CertificateProblem if one is unusable
     */
    public static VerificationKeys read(List<Path> files) throws CertificateProblem {
        Map<String, Ed25519PublicKeyParameters> keys = new LinkedHashMap<>();
        for (Path file : files) {
            List<PemBlock> blocks = PemFile.read(file);
            for (PemBlock block : blocks) {
                Ed25519PublicKeyParameters key = key(file, block);
                keys.put(id(key), key);
            }
        }
        return new VerificationKeys(keys);
    }

    private static Ed25519PublicKeyParameters key(Path file, PemBlock block) throws CertificateProblem {
        if (!block.label().equals("PUBLIC KEY")) {
            throw CertificateProblem.at(file, block.line(), "holds a " + block.label() + ", not a PUBLIC KEY",
                    "name the public file that tokenward rules pack keygen has written");
        }
        try {
            AsymmetricKeyParameter found = PublicKeyFactory.createKey(block.der());
            if (found instanceof Ed25519PublicKeyParameters key) return key;
        } catch (IOException | RuntimeException broken) {
            throw CertificateProblem.at(file, block.line(), "the public key is damaged",
                    "copy the file again as a whole")
                    .because(broken);
        }
        throw CertificateProblem.at(file, block.line(), "is no Ed25519 key",
                "make one with tokenward rules pack keygen");
    }

    /** Ids of all keys: the first 16 digits, in hexadecimal, of the SHA-256 of the key as X.509 encodes it. */
    public Set<String> ids() {
        return keys.keySet();
    }

    /** Whether the key of that id is among them. */
    public boolean knows(String id) {
        return keys.containsKey(id);
    }

    /** Whether that key made the signature over those bytes; false for a key that is not among them. */
    public boolean verifies(String id, byte[] message, byte[] signature) {
        Ed25519PublicKeyParameters key = keys.get(id);
        if (key == null || signature.length != Ed25519PublicKeyParameters.KEY_SIZE * 2) return false;
        var verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    static String id(Ed25519PublicKeyParameters key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded(key));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    static byte[] encoded(Ed25519PublicKeyParameters key) {
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a key in memory", impossible);
        }
    }
}
