package io.tokenward.proxy.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that keys are hashed with (HMAC-SHA-256), kept apart from the store: who steals the store alone cannot even
 * test a guess. Losing it makes every key unknown. Immutable and thread-safe.
 */
public final class Pepper {
    private static final int LEAST_BYTES = 32;
    private static final int NEW_BYTES = 48;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    /** Finding a provider and setting up the key takes longer than the hash; an instance may not be shared. */
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

    private Pepper(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * A pepper of these bytes, which are copied.
     *
     * @throws IllegalArgumentException if they are fewer than 32
     */
    public static Pepper of(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "a pepper needs at least " + LEAST_BYTES + " bytes, got " + secret.length);
        }
        return new Pepper(secret);
    }

    /**
     * The pepper in a file, or a new one put there for its owner alone. The secret is the content as it stands without
     * line ends at the end, so that any line of random text is one ({@code openssl rand -base64 48}). Two processes that
     * start at the same time end with the same pepper.
     *
     * @throws KeyStoreProblem if the file cannot be read or written or is shorter than 32 bytes
     */
    public static Pepper loadOrCreate(Path file) throws KeyStoreProblem {
        try {
            if (!Files.exists(file)) create(file);
            return load(file);
        } catch (IOException e) {
            throw KeyStoreProblem.of(file, e);
        }
    }

    private static Pepper load(Path file) throws IOException {
        if (Files.isDirectory(file)) throw KeyStoreProblem.in(file, "is a directory", "name a file in it");
        byte[] content = Files.readAllBytes(file);
        int length = content.length;
        while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r'))
            length--;
        if (length < LEAST_BYTES) {
            throw KeyStoreProblem.in(file, "the pepper has " + length + " bytes and needs at least " + LEAST_BYTES,
                    "restore the file; only if no key was ever made with it, delete it for a new one");
        }
        return new Pepper(Arrays.copyOf(content, length));
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[NEW_BYTES];
        new SecureRandom().nextBytes(secret);
        OwnerOnly.directoriesOf(file);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) throw new NoSuchFileException(file.toString());
        Path draft = Files.createTempFile(directory, "pepper", ".new", OwnerOnly.file(file));
        try {
            Files.writeString(draft, Base64.getEncoder().encodeToString(secret) + "\n", StandardCharsets.US_ASCII);
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A link appears whole or not at all and never replaces what another process was quicker to make. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            // theirs is read then
        } catch (UnsupportedOperationException _) {
            Files.move(draft, file); // a file system without links; refuses to replace as well
        }
    }

    /** HMAC-SHA-256 of the message: 32 bytes. */
    byte[] hash(byte[] message) {
        return macs.get().doFinal(message);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "Pepper[hidden]";
    }
}
