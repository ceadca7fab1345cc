package io.tokenward.detectors.injection;

import java.util.Arrays;

/**
 * What is said again and again, said once. The weights of a window are summed up, so a word that stands there two hundred times
 * would weigh as two hundred signs, however weak a sign it is.
 */
final class Repetition {
    /** Longest piece whose repetitions are found, in units. */
    private static final int LONGEST = 32;
    /** So often it stands there at least. */
    private static final int COPIES = 4;
    /** Less than that changes no window much. */
    static final int LEAST_DROPPED = Windows.BLOCK * 2;

    private Repetition() {}

    /** The first {@code length} characters without the copies of pieces that follow one another; all of them where little would be dropped. */
    static char[] once(char[] chars, int length) {
        boolean[] copy = new boolean[length];
        for (int period = 1; period <= LONGEST; period++)
            mark(chars, length, period, copy);
        char[] kept = new char[length];
        int count = 0;
        for (int i = 0; i < length; i++)
            if (!copy[i]) kept[count++] = chars[i];
        return length - count < LEAST_DROPPED ? Arrays.copyOf(chars, length) : Arrays.copyOf(kept, count);
    }

    private static void mark(char[] chars, int length, int period, boolean[] copy) {
        int same = 0;
        for (int i = period; i <= length; i++) {
            if (i < length && chars[i] == chars[i - period]) {
                same++;
            } else {
                if (same >= period * (COPIES - 1)) Arrays.fill(copy, i - same, i, true);
                same = 0;
            }
        }
    }
}
