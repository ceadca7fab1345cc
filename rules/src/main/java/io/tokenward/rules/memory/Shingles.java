package io.tokenward.rules.memory;

import io.tokenward.detectors.text.TextView;

/**
 * Walks over a folded text and names its shingles: three words in a row, or six characters of a script without blanks, as
 * one number of 32 bits. Marks and blanks between words do not count, so that another layout is the same text. One thread's;
 * linear time; throws nothing.
 */
abstract class Shingles {
    /** A word weighs {@link #WORD}, a Chinese character 1; a shingle weighs this at least. */
    private static final int WEIGHT = 6;
    private static final int WORD = 2;
    private static final int LONGEST_WORD = 40;
    private static final int PRIME = 0x01000193;
    private static final int MIX = 0x9E3779B1;
    /** The last units, by number; a power of two above {@link #WEIGHT}. */
    private static final int KEPT = 8;
    private static final boolean[] ASCII_WORD = new boolean[128];

    static {
        for (char c = 0; c < 128; c++)
            ASCII_WORD[c] = Character.isLetterOrDigit(c);
    }

    /** So many words in a row are a shingle. */
    private static final int WORDS = WEIGHT / WORD;

    private final int[] hashes = new int[KEPT];
    private final int[] weights = new int[KEPT];
    private final int[] starts = new int[KEPT];
    private int units;
    /** Words since the last character of a script without blanks. */
    private int wordsInRow;

    /**
     * One shingle of the text.
     *
     * @param number which word or character ends it, from 0
     */
    protected abstract void shingle(int hash, int number, int start, int end);

    final void walk(TextView folded) {
        units = 0;
        wordsInRow = 0;
        char[] chars = folded.chars();
        int length = folded.length();
        for (int at = 0; at < length;) {
            char c = chars[at];
            if (c < 128 ? ASCII_WORD[c] : Character.isLetterOrDigit(c) && !isIdeographic(c)) {
                at = word(chars, at, length);
            } else {
                if (isIdeographic(c)) {
                    keep(c * PRIME, 1, at);
                    wordsInRow = 0;
                    mixed(at + 1);
                    units++;
                }
                at++;
            }
        }
    }

    private int word(char[] chars, int start, int length) {
        int hash = 0x811C9DC5;
        int end = start;
        int limit = Math.min(length, start + LONGEST_WORD);
        char c;
        while (end < limit
                && ((c = chars[end]) < 128 ? ASCII_WORD[c] : Character.isLetterOrDigit(c) && !isIdeographic(c))) {
            hash = (hash ^ c) * PRIME;
            end++;
        }
        keep(hash, WORD, start);
        if (++wordsInRow >= WORDS) {
            int second = units - 1 & KEPT - 1;
            int first = units - 2 & KEPT - 1;
            shingle(mix(mix(mix(0, hash), hashes[second]), hashes[first]), units, starts[first], end);
        } else {
            mixed(end);
        }
        units++;
        return end;
    }

    private void keep(int hash, int weight, int start) {
        int slot = units & KEPT - 1;
        hashes[slot] = hash;
        weights[slot] = weight;
        starts[slot] = start;
    }

    /** The last unit and as many before it as are heavy enough. */
    private void mixed(int end) {
        int sum = 0;
        int mixed = 0;
        int fewest = Math.max(0, units - WEIGHT + 1);
        for (int number = units; number >= fewest; number--) {
            int at = number & KEPT - 1;
            mixed = mix(mixed, hashes[at]);
            sum += weights[at];
            if (sum >= WEIGHT) {
                shingle(mixed, units, starts[at], end);
                return;
            }
        }
    }

    private static int mix(int mixed, int hash) {
        int next = (mixed ^ hash) * MIX;
        return next ^ next >>> 15;
    }

    private static boolean isIdeographic(char c) {
        return c >= 0x3040 && (c <= 0x30FF || c >= 0x3400 && c <= 0x9FFF || c >= 0xF900 && c <= 0xFAFF);
    }
}
