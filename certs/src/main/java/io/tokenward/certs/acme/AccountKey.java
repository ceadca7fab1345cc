package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.PemFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.shredzone.acme4j.util.KeyPairUtils;

/** The key that is one's account at an authority, in a file of its own for each: {@code account-<hash of the directory>.key}. */
final class AccountKey {
    private AccountKey() {}

    /** The key in its file, made where there is none. */
    static KeyPair openOrCreate(Path storage, URI directory) throws CertificateProblem {
        Path file = storage.resolve("account-" + hash(directory) + ".key");
        try {
            if (Files.exists(file)) return KeyPairUtils.readKeyPair(new StringReader(Files.readString(file)));
            Files.createDirectories(storage);
            KeyPair made = SelfSigned.keys(new SecureRandom());
            var text = new StringWriter();
            KeyPairUtils.writeKeyPair(made, text);
            PemFiles.writeForOwner(text.toString(), file);
            return made;
        } catch (IOException | RuntimeException | GeneralSecurityException unusable) {
            // No cause: its message may quote the key.
            throw CertificateProblem.of(file + ": no key of an account can be read or written there",
                    "let the proxy's user read and write it, or delete it for a new account");
        }
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
