package io.tokenward.detectors.secret;

import org.jspecify.annotations.Nullable;

/**
 * A run of token characters that ends at a line end and goes on in the next line, put together.
 *
 * @param joined both halves
 * @param broken where the second one begins
 * @param skipped how many units of the text stand between
 * @param start where the first one begins in the text
 */
record BrokenLine(String joined, int broken, int skipped, int start) {
    private static final int SHORTEST_HALF = 6;

    /**
     * The line end behind the run that begins at {@code at}, or null if the run ends at something else.
     *
     * @param shortest units that both halves must have
     */
    static @Nullable BrokenLine at(String text, int at, int shortest) {
        int limit = Math.min(text.length(), at + TokenShape.WINDOW);
        int end = runEnd(text, at, limit);
        if (end == limit || end - at < SHORTEST_HALF) return null;
        int next = nextLine(text, end, Math.min(text.length(), end + 40));
        if (next < 0) return null;
        int nextEnd = runEnd(text, next, Math.min(text.length(), next + TokenShape.WINDOW));
        if (nextEnd - next < SHORTEST_HALF || end - at + nextEnd - next < shortest) return null;
        String joined = text.substring(at, end) + text.substring(next, nextEnd);
        return new BrokenLine(joined, end - at, next - end, at);
    }

    /** Where the unit {@code index} of what was put together stands. */
    int original(int index) {
        return start + index + (index > broken ? skipped : 0);
    }

    private static int runEnd(String text, int from, int limit) {
        int end = from;
        while (end < limit && Boundary.isTokenUnit(text.charAt(end)))
            end++;
        return end;
    }

    /** Behind a line end with what wraps strings in code and shells: quotation marks, plus, backslash, indentation. */
    private static int nextLine(String text, int end, int limit) {
        boolean line = false;
        int i = end;
        while (i < limit && "\r\n\t \\\"'+>".indexOf(text.charAt(i)) >= 0) {
            line |= text.charAt(i) == '\n';
            i++;
        }
        return line && i < limit ? i : -1;
    }
}
