package io.tokenward.detectors;

/**
 * A stretch of a passage's text, in UTF-16 units of the text as it stands (never of a folded or decoded view).
 *
 * @param start first unit, inclusive
 * @param end one past the last unit
 */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) throw new IllegalArgumentException("no span: " + start + ".." + end);
    }

    /** Length in UTF-16 units. */
    public int length() {
        return end - start;
    }

    /** Whether the two have at least one unit in common. */
    public boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }
}
