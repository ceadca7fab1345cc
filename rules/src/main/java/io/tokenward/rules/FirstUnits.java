package io.tokenward.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * With which ASCII units a match of a pattern can begin. Found by asking the pattern about each of them: where it neither matches
 * nor wants to see more, it cannot. Every other unit counts as possible. Immutable, thread-safe.
 */
final class FirstUnits {
    /** What may stand before makes a difference to the bounds of words and lines. */
    private static final String[] BEFORE = {"", "a", " ", "\n", "\r", "é"};
    private static final int ASCII = 128;

    private final long low;
    private final long high;

    private FirstUnits(long low, long high) {
        this.low = low;
        this.high = high;
    }

    static FirstUnits of(Pattern pattern) {
        long low = 0;
        long high = 0;
        for (char c = 0; c < ASCII; c++) {
            if (!mayBegin(pattern, c)) continue;
            if (c < 64) low |= 1L << c;
            else
                high |= 1L << c;
        }
        return new FirstUnits(low, high);
    }

    private static boolean mayBegin(Pattern pattern, char c) {
        for (String before : BEFORE) {
            String text = before + c;
            Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
            matcher.region(before.length(), text.length());
            if (matcher.lookingAt() || matcher.hitEnd()) return true;
        }
        return false;
    }

    boolean include(char c) {
        return c >= ASCII || ((c < 64 ? low : high) >> c & 1) != 0;
    }
}
