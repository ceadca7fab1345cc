package io.tokenward.rules;

import io.tokenward.rules.yaml.YamlErrors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@value #FILE} of a signed pack: lines that name the pack, its version, the key and the SHA-256 of every other file,
 * and at the end the signature over the bytes of all lines before. Immutable.
 *
 * @param key id of the key
 * @param hashes by name of file
 * @param signed the bytes that were signed
 */
record PackSignature(String key, SortedMap<String, String> hashes, byte[] signed, byte[] signature) {
    /** Its name in the directory of the pack. */
    static final String FILE = "pack.sig";
    private static final String FIRST = "tokenward-pack-signature: 1";
    private static final Pattern HASH = Pattern.compile("sha256: ([0-9a-f]{64})  ([^/\\\\]+)");
    private static final Pattern KEY = Pattern.compile("key: ([0-9a-f]{16})");
    private static final String SIGNATURE = "signature: ";

    /** What a key has to sign for a pack with these files; {@value #FILE} is not one of them. */
    static byte[] statement(Pack pack, String keyId, Map<String, byte[]> files) {
        var lines = new StringBuilder(FIRST).append('\n')
                .append("pack: ")
                .append(pack.name())
                .append('\n')
                .append("version: ")
                .append(pack.version())
                .append('\n')
                .append("key: ")
                .append(keyId)
                .append('\n');
        hashed(files).forEach((name, hash) -> lines.append("sha256: ")
                .append(hash)
                .append("  ")
                .append(name)
                .append(
                        '\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The whole file. */
    static byte[] file(byte[] statement, byte[] signature) {
        String text = new String(statement, StandardCharsets.UTF_8) + SIGNATURE
                + Base64.getEncoder().encodeToString(signature) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether these are the files that an accepted key has signed; all that is wrong goes to {@code errors}. */
    static boolean accepted(Path directory, Map<String, byte[]> files, PackVerifier verifier, YamlErrors errors) {
        byte[] written = files.get(FILE);
        Path place = directory.resolve(FILE);
        if (written == null) {
            errors.add(
                    directory + ": is not signed and rules.signed-by is set; sign it with tokenward rules pack sign");
            return false;
        }
        Optional<PackSignature> read = parse(new String(written, StandardCharsets.UTF_8));
        if (read.isEmpty()) {
            errors.add(place + ": is no signature of a pack; sign the pack again");
            return false;
        }
        PackSignature signature = read.get();
        if (!verifier.knows(signature.key)) {
            errors.add(place + ": signed by key " + signature.key + ", which is none of rules.signed-by");
            return false;
        }
        if (!verifier.verifies(signature.key, signature.signed, signature.signature)) {
            errors.add(place + ": the signature is not by key " + signature.key
                    + " over this list of files; get the pack again from where it came from");
            return false;
        }
        List<String> differences = signature.differences(files);
        differences.forEach(difference -> errors.add(directory + ": " + difference));
        return differences.isEmpty();
    }

    /** How the files differ from those that were signed, one line each. */
    private List<String> differences(Map<String, byte[]> files) {
        List<String> differences = new ArrayList<>();
        SortedMap<String, String> now = hashed(files);
        hashes.forEach((name, hash) -> {
            String found = now.get(name);
            if (found == null) {
                differences.add(name + " was signed and is missing");
            } else if (!found.equals(hash)) {
                differences.add(name + " was changed after it was signed");
            }
        });
        now.keySet()
                .stream()
                .filter(name -> !hashes.containsKey(name))
                .forEach(name -> differences.add(name + " was not signed; take it out or sign the pack again"));
        return differences;
    }

    static Optional<PackSignature> parse(String text) {
        int end = text.lastIndexOf("\n" + SIGNATURE) + 1;
        if (end == 0 || !text.startsWith(FIRST + "\n")) return Optional.empty();
        String key = "";
        SortedMap<String, String> hashes = new TreeMap<>();
        for (String line : text.substring(0, end).split("\n")) {
            Matcher hash = HASH.matcher(line);
            Matcher named = KEY.matcher(line);
            if (hash.matches()) hashes.put(hash.group(2), hash.group(1));
            if (named.matches()) key = named.group(1);
        }
        try {
            byte[] signature = Base64.getDecoder().decode(text.substring(end + SIGNATURE.length()).strip());
            return Optional.of(new PackSignature(key, Collections.unmodifiableSortedMap(hashes),
                    text.substring(0, end).getBytes(StandardCharsets.UTF_8), signature));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static SortedMap<String, String> hashed(Map<String, byte[]> files) {
        SortedMap<String, String> hashes = new TreeMap<>();
        files.forEach((name, content) -> {
            if (!name.equals(FILE)) hashes.put(name, sha256(content));
        });
        return hashes;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
