package io.tokenward.detectors.secret;

/** Base64 in lines: as in PEM, indented or with escaped line ends. */
final class Wrapped {
    private static final int LONGEST = 16 * 1024;
    private static final int FULL_LINE = 40;

    private Wrapped() {}

    /** Where the base64 ends whose first line ends at {@code end}: after its last line, which may be short. */
    static int end(String text, int end) {
        int limit = Math.min(text.length(), end + LONGEST);
        int done = end;
        while (true) {
            int line = lineStart(text, done, limit);
            int lineEnd = line;
            while (lineEnd < limit && isBase64(text.charAt(lineEnd)))
                lineEnd++;
            boolean last = lineEnd < limit && text.charAt(lineEnd) == '=';
            while (lineEnd < limit && text.charAt(lineEnd) == '=')
                lineEnd++;
            if (line == done || lineEnd - line < FULL_LINE && !last) return done;
            done = lineEnd;
            if (last) return done;
        }
    }

    private static int lineStart(String text, int end, int limit) {
        int i = end;
        if (text.startsWith("\\n", i)) return i + 2;
        while (i < limit && (text.charAt(i) == '\r' || text.charAt(i) == '\n'))
            i++;
        if (i == end) return end;
        while (i < limit && (text.charAt(i) == ' ' || text.charAt(i) == '\t'))
            i++;
        return i;
    }

    private static boolean isBase64(char c) {
        return c < 128 && Character.isLetterOrDigit(c) || c == '+' || c == '/';
    }
}
