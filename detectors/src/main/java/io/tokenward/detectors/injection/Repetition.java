package io.tokenward.detectors.injection;

import java.util.Arrays;

/**
 * What is said again and again, said once. The weights of a window are summed up, so a word that stands there two hundred times
 * would weigh as two hundred signs, however weak a sign it is. Linear time.
 */
final class Repetition {
    /** Longest piece whose repetitions are found, in units. */
    private static final int LONGEST = 32;
    /** So often it stands there at least. */
    private static final int COPIES = 4;

    /** Copies of a piece that began at most so far before a stretch are known for what they are. */
    private static final int BEFORE = LONGEST * COPIES;

    private final char[] chars;
    private final int from;
    private final boolean[] copy;

    private Repetition(char[] chars, int from, int to) {
        this.chars = chars;
        this.from = from;
        this.copy = new boolean[to - from];
        for (int period = 1; period <= LONGEST; period++)
            mark(period);
    }

    /** Whether seven eighths of that stretch are copies of what stands before them. */
    static boolean fills(char[] chars, int from, int to) {
        var near = new Repetition(chars, Math.max(0, from - BEFORE), to);
        int copies = 0;
        for (int i = from; i < to; i++)
            if (near.copy[i - near.from]) copies++;
        return copies * 8 >= (to - from) * 7;
    }

    /** The first {@code length} characters without the copies. */
    static char[] once(char[] chars, int length) {
        return new Repetition(chars, 0, length).once();
    }

    private char[] once() {
        char[] kept = new char[copy.length];
        int count = 0;
        for (int i = 0; i < copy.length; i++)
            if (!copy[i]) kept[count++] = chars[from + i];
        return Arrays.copyOf(kept, count);
    }

    private void mark(int period) {
        int same = 0;
        for (int i = period; i <= copy.length; i++) {
            if (i < copy.length && chars[from + i] == chars[from + i - period]) {
                same++;
            } else {
                if (same >= period * (COPIES - 1)) Arrays.fill(copy, i - same, i, true);
                same = 0;
            }
        }
    }
}
