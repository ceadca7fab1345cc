package io.tokenward.detectors.injection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What words do in a prompt, whatever their language: {@code ignore} and {@code 忽略} are of one class. Words are looked up
 * by their hash as {@link FeatureWalk} computes it; nothing is allocated. Immutable and thread-safe.
 *
 * <p>Two words of one hash would share a class; among some thousand words and 32 bits that is rare and harmless.
 */
final class Lexicon {
    /** Classes below are events that {@link FeatureWalk} knows without a list. */
    static final int FIRST_CLASS = 16;
    /** The longest entry of a script without blanks, in characters. */
    private static final int LONGEST_CJK = 6;

    private static final int PREFIX_BITS = 16;

    private static final Lexicon SHIPPED = read();

    private final List<String> classes;
    private final int checksum;
    private final int[] hashes = new int[1 << 13];
    private final byte[] kinds = new byte[hashes.length];
    /** Whether an entry of a script without blanks begins with that character. */
    private final boolean[] cjkFirst = new boolean[1 << 16];
    /** A bit for the hash of whatever such an entry begins with; a few others share them. */
    private final long[] cjkPrefixes = new long[1 << PREFIX_BITS - 6];

    private Lexicon(List<String> lines, int checksum) {
        this.checksum = checksum;
        var names = new ArrayList<String>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (line.startsWith("#") || colon < 0) continue;
            names.add(line.substring(0, colon));
            int kind = FIRST_CLASS + names.size() - 1;
            if (kind >= Trail.CLASSES)
                throw new IllegalStateException("more than " + Trail.CLASSES + " classes");
            for (String word : line.substring(colon + 1).trim().split(" +"))
                add(word, kind);
        }
        classes = List.copyOf(names);
    }

    static Lexicon shipped() {
        return SHIPPED;
    }

    /** Of the file as shipped: a model is trained with one lexicon and means nothing with another. */
    int checksum() {
        return checksum;
    }

    /** Names of the classes; the first is number {@link #FIRST_CLASS}. */
    List<String> classes() {
        return classes;
    }

    /** The class of the word of that hash, or 0. */
    int kind(int hash) {
        int at = slot(hash);
        while (kinds[at] != 0) {
            if (hashes[at] == hash) return kinds[at];
            at = at + 1 & hashes.length - 1;
        }
        return 0;
    }

    /** The class of the longest entry of a script without blanks that begins at {@code at}, or 0. */
    int cjkKind(char[] chars, int at, int length) {
        if (!cjkFirst[Simplified.of(chars[at])]) return 0;
        int hash = 0;
        int found = 0;
        for (int i = at; i < Math.min(length, at + LONGEST_CJK); i++) {
            if (!Letters.isCjk(chars[i])) break;
            hash = FeatureWalk.hashOn(hash, Simplified.of(chars[i]));
            if (!mayGoOnCjk(hash)) break;
            int kind = kind(hash);
            if (kind != 0) found = kind;
        }
        return found;
    }

    /** Whether an entry of a script without blanks may begin with what has that hash; false only if none does. */
    private boolean mayGoOnCjk(int hash) {
        int bit = bit(hash);
        return (cjkPrefixes[bit >> 6] & 1L << bit) != 0;
    }

    private static int bit(int hash) {
        return hash * Trail.MIX >>> Integer.SIZE - PREFIX_BITS;
    }

    private void addCjk(String word) {
        cjkFirst[Simplified.of(word.charAt(0))] = true;
        for (int end = 1; end <= word.length(); end++) {
            int bit = bit(FeatureWalk.hashOf(word.substring(0, end)));
            cjkPrefixes[bit >> 6] |= 1L << bit;
        }
    }

    private void add(String word, int kind) {
        int hash = FeatureWalk.hashOf(word);
        if (Letters.isCjk(word.charAt(0))) addCjk(word);
        int at = slot(hash);
        while (kinds[at] != 0) {
            // The first line that names a word wins.
            if (hashes[at] == hash) return;
            at = at + 1 & hashes.length - 1;
        }
        hashes[at] = hash;
        kinds[at] = (byte) kind;
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B1 >>> 19) & hashes.length - 1;
    }

    private static Lexicon read() {
        try (InputStream in = Lexicon.class.getResourceAsStream("lexicon.txt")) {
            if (in == null) throw new IllegalStateException("lexicon.txt is missing from the class path");
            byte[] bytes = in.readAllBytes();
            var crc = new CRC32();
            crc.update(bytes);
            var reader = new BufferedReader(
                    new InputStreamReader(new java.io.ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
            return new Lexicon(reader.lines().toList(), (int) crc.getValue());
        } catch (IOException broken) {
            throw new UncheckedIOException("lexicon.txt", broken);
        }
    }
}
