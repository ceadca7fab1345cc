package io.tokenward.detectors.text;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Collects the units of a view with the stretch of its source that each came from. As long as unit {@code i} comes from
 * unit {@code i}, which is the usual case, no maps are kept. Owned by one thread.
 */
final class ViewWriter {
    private char[] chars;
    private int length;
    private int @Nullable [] starts;
    private int @Nullable [] ends;

    ViewWriter(int expected) {
        chars = new char[Math.max(16, expected)];
    }

    int length() {
        return length;
    }

    char charAt(int index) {
        return chars[index];
    }

    /** Whether another has the same units. */
    boolean says(ViewWriter other) {
        return Arrays.equals(chars, 0, length, other.chars, 0, other.length);
    }

    /** Where the source of that unit begins. */
    int startOf(int index) {
        return starts == null ? index : starts[index];
    }

    void put(char unit, int start, int end) {
        if (length == chars.length) grow();
        if (starts == null && (start != length || end != length + 1)) keepMaps();
        if (starts != null && ends != null) {
            starts[length] = start;
            ends[length] = end;
        }
        chars[length++] = unit;
    }

    /** Puts the units {@code from} to before {@code to} of the source as they are. */
    void putAll(char[] source, int from, int to) {
        if (starts != null || length != from) {
            for (int i = from; i < to; i++)
                put(source[i], i, i + 1);
            return;
        }
        while (chars.length < to)
            grow();
        System.arraycopy(source, from, chars, from, to - from);
        length = to;
    }

    /** Whether a unit from {@code low} to {@code high} is among those from {@code from} on. */
    boolean hasAny(char low, char high, int from) {
        for (int i = from; i < length; i++)
            if (chars[i] >= low && chars[i] <= high) return true;
        return false;
    }

    /** Replaces a unit; its source stays the same. */
    void set(int index, char unit) {
        chars[index] = unit;
    }

    /** Lets the source of the last unit end later: a mark was composed into it. */
    void extendLast(int end) {
        if (starts == null) keepMaps();
        if (ends != null) ends[length - 1] = Math.max(ends[length - 1], end);
    }

    /** The view of what was written, its offsets being those of the source. */
    TextView view(String name) {
        return starts == null || ends == null
                ? TextView.aligned(name, chars, length)
                : TextView.mapped(name, chars, length, starts, ends);
    }

    /** The view of what was written, where {@code source} is a view itself. */
    TextView viewThrough(TextView source, String name) {
        if (starts == null && source.isAligned()) return TextView.aligned(name, chars, length);
        var outerStarts = new int[length];
        var outerEnds = new int[length];
        for (int i = 0; i < length; i++) {
            int start = startOf(i);
            outerStarts[i] = source.originalStart(start);
            outerEnds[i] = source.originalEnd(ends == null ? start : ends[i] - 1);
        }
        return TextView.mapped(name, chars, length, outerStarts, outerEnds);
    }

    private void keepMaps() {
        starts = new int[chars.length];
        ends = new int[chars.length];
        for (int i = 0; i < length; i++) {
            starts[i] = i;
            ends[i] = i + 1;
        }
    }

    private void grow() {
        int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, chars.length * 3L / 2 + 16);
        chars = Arrays.copyOf(chars, capacity);
        if (starts != null) starts = Arrays.copyOf(starts, capacity);
        if (ends != null) ends = Arrays.copyOf(ends, capacity);
    }
}
