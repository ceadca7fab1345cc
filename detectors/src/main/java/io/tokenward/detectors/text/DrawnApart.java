package io.tokenward.detectors.text;

/**
 * Words whose letters are drawn apart by one same separator; a wider gap ends a word. Where the separator is a blank, signs may
 * stand among the letters, drawn apart like them. At least {@link #FEWEST_PAIRS} letters must follow the separator, so that
 * {@code e.g.}, {@code U.S.A.} and short lists are left alone.
 */
final class DrawnApart {
    private static final int FEWEST_PAIRS = 3;
    private static final int WIDEST_GAP = 8;

    private final char[] chars;
    private final int length;
    /** One past the last unit of the stretch that was looked at last, whether it was one or not. */
    private int seen;

    DrawnApart(char[] chars, int length) {
        this.chars = chars;
        this.length = length;
    }

    /** One past the stretch that begins at {@code start}, or {@code start} if none does. */
    int end(int start) {
        if (start < seen || start + 2 >= length) return start;
        char separator = chars[start + sizeAt(start)];
        boolean blank = isBlank(separator);
        // A first word of one letter: "I   i g n o r e" has its separator after the gap.
        if (!isSeparator(separator) || !isSingle(start, blank)) return start;
        int pairs = 0;
        int at = start;
        while (true) {
            int behind = at + sizeAt(at);
            int next = behind + 1;
            if (next < length && chars[behind] == separator && isSingle(next, blank)) {
                if (isLetterOrDigit(at) && isLetterOrDigit(next)) pairs++;
            } else {
                next = afterGap(behind, separator, blank);
                if (next < 0) {
                    seen = behind;
                    break;
                }
            }
            at = next;
        }
        return pairs >= FEWEST_PAIRS ? seen : start;
    }

    /** Writes the stretch with its letters joined and its gaps as one blank, or as the line ends in it. */
    void join(int start, int end, ViewWriter out) {
        char separator = chars[start + sizeAt(start)];
        boolean blank = isBlank(separator);
        for (int i = start; i < end;) {
            int behind = i + sizeAt(i);
            for (; i < behind; i++)
                out.put(chars[i], i, i + 1);
            int next = behind;
            while (next < end && (blank ? Character.isWhitespace(chars[next]) : !isLetterOrDigit(next)))
                next++;
            boolean sameWord = next == behind + 1 && next < end && chars[behind] == separator;
            if (!sameWord && next < end) gap(behind, next, out);
            i = next;
        }
    }

    private void gap(int from, int to, ViewWriter out) {
        boolean lines = false;
        for (int i = from; i < to; i++) {
            if (chars[i] != '\n') continue;
            out.put('\n', i, i + 1);
            lines = true;
        }
        if (!lines) out.put(' ', from, to);
    }

    private int afterGap(int from, char separator, boolean blank) {
        int at = from;
        while (at < length && at - from < WIDEST_GAP && (chars[at] == separator || Character.isWhitespace(chars[at])))
            at++;
        if (at == from || at >= length || !isSingle(at, blank)) return -1;
        if (blank && !isLetterOrDigit(at)) return at - from > 1 ? at : -1;
        // Only a word drawn apart in the same way may follow; a lone letter is prose.
        int behind = at + sizeAt(at);
        boolean goesOn = behind + 1 < length && chars[behind] == separator && isSingle(behind + 1, blank);
        return goesOn ? at : -1;
    }

    /** A letter or digit without another beside it or, beside blanks, anything without anything beside it. */
    private boolean isSingle(int at, boolean blank) {
        int behind = at + sizeAt(at);
        if (blank) {
            return !Character.isWhitespace(chars[at]) && (at == 0 || Character.isWhitespace(chars[at - 1]))
                    && (behind >= length || Character.isWhitespace(chars[behind]));
        }
        return isLetterOrDigit(at) && (at == 0 || !Character.isLetterOrDigit(chars[at - 1]))
                && (behind >= length || !Character.isLetterOrDigit(chars[behind]));
    }

    private boolean isLetterOrDigit(int at) {
        return Character.isLetterOrDigit(chars[at]);
    }

    private int sizeAt(int at) {
        boolean pair = at + 1 < length && Character.isSurrogatePair(chars[at], chars[at + 1]);
        return pair && at + 2 < length ? 2 : 1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    private static boolean isSeparator(char c) {
        return isBlank(c) || c > ' ' && c < 128 && !Character.isLetterOrDigit(c) && c != '\'' && c != '"'
                || c == '·' || c == '•';
    }
}
