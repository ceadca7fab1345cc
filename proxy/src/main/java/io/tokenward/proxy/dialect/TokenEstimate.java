package io.tokenward.proxy.dialect;

/**
 * Tokens of a text, estimated without any model's vocabulary: each class of characters has a weight at or above what common
 * vocabularies need, so that a reservation is seldom too small. One pass, no allocation.
 */
final class TokenEstimate {
    // Hundredths of a token.
    private static final int TOKEN = 100;
    private static final int LOWER = 28;
    private static final int UPPER = 50;
    private static final int DIGIT = 50;
    private static final int RANDOM = 72;
    private static final int BLANK = 25;
    private static final int CJK = 110;
    private static final int RARE = 200;
    private static final int ASTRAL = 300;
    private static final int LONG_RUN = 20;

    private TokenEstimate() {}

    /** Tokens of the text, rounded up. */
    static long of(CharSequence text) {
        long sum = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isWord(c)) {
                int end = i;
                while (end < text.length() && isWord(text.charAt(end)))
                    end++;
                sum += run(text, i, end);
                i = end;
            } else if (c == ' ') {
                int end = i;
                while (end < text.length() && text.charAt(end) == ' ')
                    end++;
                // The one blank before a word is part of the word's token.
                sum += (long) BLANK * (end - i - 1);
                i = end;
            } else if (Character.isHighSurrogate(c)) {
                sum += ASTRAL;
                i += 2;
            } else {
                sum += weight(c);
                i++;
            }
        }
        return (sum + TOKEN - 1) / TOKEN;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** A run of ASCII letters and digits: words, or where it is too long for words, a key or a hash. */
    private static long run(CharSequence text, int start, int end) {
        if (end - start >= LONG_RUN) return (long) RANDOM * (end - start);
        long sum = 0;
        long word = 0;
        char before = ' ';
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean hump = c < 'a' && before >= 'a' || c <= '9' != before <= '9' && i > start;
            if (hump) {
                sum += Math.max(TOKEN, word);
                word = 0;
            }
            word += c >= 'a' ? LOWER : c >= 'A' ? UPPER : DIGIT;
            before = c;
        }
        return sum + Math.max(TOKEN, word);
    }

    private static int weight(char c) {
        if (c < 0x800) return TOKEN;
        if (c >= 0x3000 && c <= 0x9FFF || c >= 0xAC00 && c <= 0xD7A3 || c >= 0xFF00 && c <= 0xFFEF) return CJK;
        return c < 0x2000 ? CJK : RARE;
    }
}
