package io.tokenward.detectors.secret;

/** Where a token may begin. */
final class Boundary {
    private static final boolean[] TOKEN_UNITS = new boolean[128];

    static {
        for (char c = 0; c < 128; c++)
            TOKEN_UNITS[c] = Character.isLetterOrDigit(c) || "_-.=/+".indexOf(c) >= 0;
    }

    private Boundary() {}

    /**
     * Whether a token may begin here: not inside a word, but after {@code \n}, {@code %3D}, {@code \\u003d} or a colour of
     * a terminal, which are no words.
     */
    static boolean startsToken(String text, int at) {
        if (at == 0) return true;
        char before = text.charAt(at - 1);
        if (before >= 128 || !Character.isLetterOrDigit(before)) return true;
        if (at >= 2 && text.charAt(at - 2) == '\\') return before == 'n' || before == 't' || before == 'r';
        if (at >= 3 && text.charAt(at - 3) == '%') return isHex(text, at - 2, at);
        if (at >= 6 && text.charAt(at - 6) == '\\' && text.charAt(at - 5) == 'u') return isHex(text, at - 4, at);
        return before == 'm' && endsColour(text, at - 1);
    }

    private static boolean endsColour(String text, int at) {
        int i = at;
        while (i > 0 && at - i < 12 && (Character.digit(text.charAt(i - 1), 10) >= 0 || text.charAt(i - 1) == ';'))
            i--;
        return i < at && i >= 2 && text.charAt(i - 1) == '[';
    }

    private static boolean isHex(String text, int start, int end) {
        for (int i = start; i < end; i++)
            if (Character.digit(text.charAt(i), 16) < 0) return false;
        return true;
    }

    static boolean isTokenUnit(char c) {
        return c < 128 && TOKEN_UNITS[c];
    }
}
