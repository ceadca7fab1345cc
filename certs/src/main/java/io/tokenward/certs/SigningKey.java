package io.tokenward.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/** An Ed25519 key (RFC 8032) that signs rule packs. Immutable and thread-safe. Prints nothing but its id. */
public final class SigningKey {
    private final Ed25519PrivateKeyParameters key;

    private SigningKey(Ed25519PrivateKeyParameters key) {
        this.key = key;
    }

    /** A new one. */
    public static SigningKey generate(SecureRandom random) {
        return new SigningKey(new Ed25519PrivateKeyParameters(random));
    }

    /**
     * The key in a file in PEM: PKCS#8 without a password, as RFC 8410 has it.
     *
     * @throws CertificateProblem if there is none
     */
    public static SigningKey read(Path file) throws CertificateProblem {
        List<PemBlock> keys = PemFile.read(file).stream().filter(block -> block.label().equals("PRIVATE KEY")).toList();
        if (keys.size() != 1) {
            throw CertificateProblem.in(file, "must hold one block PRIVATE KEY, not " + keys.size(),
                    "make one with tokenward rules pack keygen");
        }
        try {
            AsymmetricKeyParameter found = PrivateKeyFactory.createKey(keys.getFirst().der());
            if (found instanceof Ed25519PrivateKeyParameters key) return new SigningKey(key);
        } catch (IOException | RuntimeException broken) {
            // No cause: its message may quote the key.
            throw CertificateProblem.in(file, "the private key is damaged", "copy the file again as a whole");
        }
        throw CertificateProblem.in(file, "is no Ed25519 key", "make one with tokenward rules pack keygen");
    }

    /** {@link VerificationKeys#knows The id} that its signatures name: 16 digits of hexadecimal. */
    public String id() {
        return VerificationKeys.id(key.generatePublicKey());
    }

    /** The signature over these bytes, 64 bytes long. */
    public byte[] sign(byte[] message) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /**
     * Writes the key, for its owner alone, and the public key that verifies, for everybody.
     *
     * @throws CertificateProblem if one cannot be written
     */
    public void write(Path privateFile, Path publicFile) throws CertificateProblem {
        try {
            PemFiles.writeKeyPair(privateFile, PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded(), publicFile,
                    VerificationKeys.encoded(key.generatePublicKey()));
        } catch (IOException e) {
            throw PemFile.unreadable(privateFile, e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
