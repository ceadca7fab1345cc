package io.tokenward.detectors.injection;

/** Which characters make words, and which are signs that need no blanks between them. Stateless. */
final class Letters {
    private static final boolean[] ASCII_WORD = new boolean[128];

    static {
        for (char c = 0; c < 128; c++)
            ASCII_WORD[c] = Character.isLetterOrDigit(c);
    }

    private Letters() {}

    /** Whether that ASCII character makes words; false for all others. */
    static boolean isAsciiWord(char c) {
        return c < 128 && ASCII_WORD[c];
    }

    /** Whether a character makes words, marks upon letters among them. */
    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    /** Whether it is a sign of Chinese or Japanese. */
    static boolean isCjk(char c) {
        return c >= 0x2E80 && c <= 0x9FFF && c != '、' && c != '。' && (c < 0x3008 || c > 0x3020)
                || c >= 0xF900 && c <= 0xFAFF;
    }

    /** All digits are one: what matters is that there is one. */
    static int normal(char c) {
        return c <= '9' && c >= '0' ? '0' : c;
    }
}
