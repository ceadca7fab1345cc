package io.tokenward.detectors.text;

import java.util.Arrays;

/**
 * Where a text is written with digits for letters throughout, so that words are read that alone could be numbers or names
 * ({@code m3}, {@code t0}, {@code 4}): beside them at least {@link #FEWEST} words have a digit in front of a letter, a third of all.
 * Immutable; linear time.
 */
final class LeetStretches {
    private static final int FEWEST = 2;
    /** Words that are looked at before and behind each. */
    private static final int AROUND = 6;

    private int[] starts = new int[64];
    /** By word: how many words with a digit in front of a letter are before it. */
    private int[] leetBefore = new int[65];
    private int words;

    private LeetStretches() {}

    /** Of these units. */
    static LeetStretches of(char[] chars, int length) {
        var stretches = new LeetStretches();
        for (int i = 0; i < length;) {
            // What follows a word's last sign is no other word: looking again would not be linear.
            int end = i > 0 && Leet.isTokenUnit(chars[i - 1]) ? i : Leet.tokenEnd(chars, length, i);
            if (hasLetter(chars, i, end)) stretches.add(i, Leet.isLeet(chars, i, end, length) && !isHex(chars, i, end));
            i = Math.max(end, i + 1);
        }
        return stretches;
    }

    private void add(int start, boolean leet) {
        if (words == starts.length) {
            starts = Arrays.copyOf(starts, 2 * words);
            leetBefore = Arrays.copyOf(leetBefore, 2 * words + 1);
        }
        starts[words] = start;
        leetBefore[words + 1] = leetBefore[words] + (leet ? 1 : 0);
        words++;
    }

    /** Whether the words around that place are. */
    boolean has(int at) {
        int found = Arrays.binarySearch(starts, 0, words, at);
        int word = found < 0 ? -found - 1 : found;
        int from = Math.max(0, word - AROUND);
        int to = Math.min(words, word + AROUND + 1);
        int leet = leetBefore[to] - leetBefore[from];
        return leet >= FEWEST && 3 * leet >= to - from;
    }

    private static boolean hasLetter(char[] chars, int start, int end) {
        for (int i = start; i < end; i++)
            if (chars[i] >= 'a' && chars[i] <= 'z') return true;
        return false;
    }

    /** Dumps and hashes are full of them. */
    private static boolean isHex(char[] chars, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = chars[i];
            if (c > 'f' || c > '9' && c < 'a' || c < '0') return false;
        }
        return true;
    }
}
