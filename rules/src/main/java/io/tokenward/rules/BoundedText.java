package io.tokenward.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at only so often for each place: a backtracking one gives up instead of hanging. Not
 * thread-safe.
 */
final class BoundedText implements CharSequence {
    /** Looks per place: some 400 for each unit that can be in reach. */
    private static final int MAX_LOOKS = 100_000;

    private final String text;
    private final Matcher matcher;
    private final FirstUnits first;
    private int looks;

    BoundedText(Pattern pattern, FirstUnits first, String text) {
        this.text = text;
        this.first = first;
        matcher = pattern.matcher(this).useTransparentBounds(true).useAnchoringBounds(false);
    }

    /** The first match that begins from {@code from} to {@code last} and ends before {@code end}; none where it gives up. */
    int[] find(int from, int last, int end) {
        looks = 0;
        int bound = Math.min(end, text.length());
        try {
            char before = from > 0 ? text.charAt(from - 1) : ' ';
            for (int start = from; start <= last && start < bound; start++) {
                char unit = text.charAt(start);
                boolean may = first.mayBegin(before, unit);
                before = unit;
                if (!may) continue;
                matcher.region(start, bound);
                if (matcher.lookingAt()) return new int[]{matcher.start(), matcher.end()};
            }
        } catch (GaveUp tooMuch) {
            return new int[0];
        }
        return new int[0];
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks > MAX_LOOKS) throw new GaveUp();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return text.substring(from, to);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GaveUp() {
            super(null, null, false, false);
        }
    }
}
