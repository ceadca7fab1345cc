package io.tokenward.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of text that a regular expression may look at only so often: a backtracking one gives up instead of hanging. */
final class BoundedText implements CharSequence {
    /** Looks per window: about 400 for each of its characters. */
    private static final int MAX_LOOKS = 100_000;

    private final String text;
    private final int start;
    private final int end;
    private int looks;

    private BoundedText(String text, int start, int end) {
        this.text = text;
        this.start = start;
        this.end = end;
    }

    /** The first match within the window, or none where the expression gives up; positions are those of {@code text}. */
    static int[] find(Pattern pattern, String text, int start, int end) {
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text, start, end));
            return matcher.find() ? new int[]{start + matcher.start(), start + matcher.end()} : new int[0];
        } catch (GaveUp tooMuch) {
            return new int[0];
        }
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        if (++looks > MAX_LOOKS) throw new GaveUp();
        return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return text.substring(start + from, start + to);
    }

    @Override
    public String toString() {
        return text.substring(start, end);
    }

    private static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GaveUp() {
            super(null, null, false, false);
        }
    }
}
