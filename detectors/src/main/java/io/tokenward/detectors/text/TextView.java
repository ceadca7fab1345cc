package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One way to read a text, with the way back: characters of the view and, for each, the span of the original text that it
 * came from. Immutable; the arrays are not copied and must not be changed.
 */
public final class TextView {
    private final String name;
    private final char[] chars;
    private final int length;
    private final int @Nullable [] starts;
    private final int @Nullable [] ends;

    private TextView(String name, char[] chars, int length, int @Nullable [] starts, int @Nullable [] ends) {
        this.name = name;
        this.chars = chars;
        this.length = length;
        this.starts = starts;
        this.ends = ends;
    }

    /** A view whose unit {@code i} is unit {@code i} of the original. */
    public static TextView aligned(String name, char[] chars, int length) {
        return new TextView(name, chars, length, null, null);
    }

    /**
     * A view with its own lengths.
     *
     * @param starts for each unit of the view, where its original begins; never descending
     * @param ends for each unit of the view, where its original ends (exclusive); never descending
     */
    public static TextView mapped(String name, char[] chars, int length, int[] starts, int[] ends) {
        if (starts.length < length || ends.length < length) throw new IllegalArgumentException("map shorter than view");
        return new TextView(name, chars, length, starts, ends);
    }

    /** The name that findings report: {@code plain}, {@code folded}, {@code base64} … */
    public String name() {
        return name;
    }

    /** The characters; only the first {@link #length} count. Do not change them. */
    public char[] chars() {
        return chars;
    }

    /** Length in UTF-16 units. */
    public int length() {
        return length;
    }

    /** The original span of the view's units {@code start} (inclusive) to {@code end} (exclusive). */
    public Span original(int start, int end) {
        if (starts == null || ends == null) return new Span(start, end);
        if (start == end) {
            int at = start < length ? starts[start] : length == 0 ? 0 : ends[length - 1];
            return new Span(at, at);
        }
        return new Span(starts[start], ends[end - 1]);
    }

    /** Where the original of unit {@code at} begins. */
    public int originalStart(int at) {
        return starts == null ? at : starts[at];
    }

    /** Where the original of unit {@code at} ends. */
    public int originalEnd(int at) {
        return ends == null ? at + 1 : ends[at];
    }

    /** Whether unit {@code i} of the view is unit {@code i} of the original. */
    boolean isAligned() {
        return starts == null;
    }

    /** The view's characters as a string; for tests and explanations. */
    public String text() {
        return new String(chars, 0, length);
    }

    /** A copy of the characters; for callers that keep them. */
    public char[] copyOfChars() {
        return Arrays.copyOf(chars, length);
    }

    /** Never the text. */
    @Override
    public String toString() {
        return "TextView[" + name + ", " + length + " units]";
    }
}
