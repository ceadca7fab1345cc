package io.tokenward.detectors.injection;

import java.util.Arrays;

/**
 * What is said again and again, said once. The weights of a window are summed up, so a word that stands there two hundred times
 * would weigh as two hundred signs, however weak a sign it is. One use.
 */
final class Repetition {
    /** Longest piece whose repetitions are found, in units. */
    private static final int LONGEST = 32;
    /** So often it stands there at least. */
    private static final int COPIES = 4;

    private final char[] chars;
    private final boolean[] copy;

    /** Looks at the first {@code length} characters. */
    Repetition(char[] chars, int length) {
        this.chars = chars;
        this.copy = new boolean[length];
        for (int period = 1; period <= LONGEST; period++)
            mark(period);
    }

    /** Whether seven eighths of that stretch are copies of what stands before them. */
    boolean fills(int from, int to) {
        int copies = 0;
        for (int i = from; i < to; i++)
            if (copy[i]) copies++;
        return copies * 8 >= (to - from) * 7;
    }

    /** All without the copies. */
    char[] once() {
        char[] kept = new char[copy.length];
        int count = 0;
        for (int i = 0; i < copy.length; i++)
            if (!copy[i]) kept[count++] = chars[i];
        return Arrays.copyOf(kept, count);
    }

    private void mark(int period) {
        int same = 0;
        for (int i = period; i <= copy.length; i++) {
            if (i < copy.length && chars[i] == chars[i - period]) {
                same++;
            } else {
                if (same >= period * (COPIES - 1)) Arrays.fill(copy, i - same, i, true);
                same = 0;
            }
        }
    }
}
