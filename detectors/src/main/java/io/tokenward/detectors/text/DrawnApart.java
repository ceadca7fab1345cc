package io.tokenward.detectors.text;

/**
 * Words whose letters are drawn apart by one same separator; a wider gap ends a word. At least {@link #FEWEST_PAIRS}
 * letters must follow the separator, so that {@code e.g.}, {@code U.S.A.} and short lists are left alone.
 */
final class DrawnApart {
    private static final int FEWEST_PAIRS = 3;
    private static final int WIDEST_GAP = 8;

    private DrawnApart() {}

    /** One past the stretch that begins at {@code start}, or {@code start} if none does. */
    static int end(char[] chars, int length, int start) {
        if (start + 2 >= length || !isSingle(chars, length, start)) return start;
        char separator = chars[start + 1];
        // A first word of one letter: "I   i g n o r e" has its separator after the gap.
        if (!isSeparator(separator)) return start;
        int pairs = 0;
        int at = start;
        while (true) {
            int next = at + 2;
            if (next < length && chars[at + 1] == separator && isSingle(chars, length, next)) {
                pairs++;
            } else {
                next = afterGap(chars, length, at + 1, separator);
                if (next < 0) break;
            }
            at = next;
        }
        return pairs >= FEWEST_PAIRS ? at + 1 : start;
    }

    /** Writes the stretch with its letters joined and its gaps as one blank. */
    static void join(char[] chars, int start, int end, ViewWriter out) {
        char separator = chars[start + 1];
        for (int i = start; i < end;) {
            out.put(chars[i], i, i + 1);
            int next = i + 1;
            while (next < end && !Character.isLetterOrDigit(chars[next]))
                next++;
            boolean sameWord = next == i + 2 && next < end && chars[i + 1] == separator;
            if (!sameWord && next < end) out.put(' ', i + 1, next);
            i = next;
        }
    }

    private static int afterGap(char[] chars, int length, int from, char separator) {
        int at = from;
        while (at < length && at - from < WIDEST_GAP && (chars[at] == separator || Character.isWhitespace(chars[at])))
            at++;
        if (at == from || at >= length || !isSingle(chars, length, at)) return -1;
        // Only a word drawn apart in the same way may follow; a lone letter is prose.
        boolean goesOn = at + 2 < length && chars[at + 1] == separator && isSingle(chars, length, at + 2);
        return goesOn ? at : -1;
    }

    private static boolean isSingle(char[] chars, int length, int at) {
        return Character.isLetterOrDigit(chars[at]) && (at == 0 || !Character.isLetterOrDigit(chars[at - 1]))
                && (at + 1 >= length || !Character.isLetterOrDigit(chars[at + 1]));
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '\t' || c == '\n'
                || c > ' ' && c < 128 && !Character.isLetterOrDigit(c) && c != '\'' && c != '"'
                || c == '·' || c == '•';
    }
}
