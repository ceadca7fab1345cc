package io.tokenward.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What stood in some files at a moment, as hashes. Two are equal if no content changed in between: modification times are
 * not looked at, since mounted secrets and copies keep or fake them. Immutable.
 */
public record FileVersions(SequencedMap<Path, String> hashes) {

    /** Reads the files; one that cannot be read counts as changed when it can be read again. */
    public static FileVersions of(List<Path> files) {
        SequencedMap<Path, String> hashes = new TreeMap<>();
        for (Path file : files)
            hashes.put(file, hash(file));
        return new FileVersions(hashes);
    }

    private static String hash(Path file) {
        try {
            if (Files.size(file) > PemFile.MAX_BYTES) return "too large";
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
