package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonString;

/**
 * Tokens of a text, estimated without any model's vocabulary: each class of characters has a weight at or above what common
 * vocabularies need, so that a reservation is seldom too small. One pass, no allocation.
 */
final class TokenEstimate {
    // Hundredths of a token.
    static final int TOKEN = 100;
    static final int LOWER = 28;
    static final int UPPER = 50;
    static final int DIGIT = 50;
    static final int RANDOM = 72;
    static final int BLANK = 25;
    private static final int CJK = 110;
    private static final int RARE = 200;
    static final int ASTRAL = 300;
    static final int LONG_RUN = 20;

    private TokenEstimate() {}

    /** Tokens of the text, rounded up. */
    static long of(CharSequence text) {
        return (sum(text) + TOKEN - 1) / TOKEN;
    }

    /** Tokens of the text that a string stands for, rounded up; most often without making it. */
    static long of(JsonString string) {
        if (string.numbered()) return of(string.text());
        return (TokenBlocks.sum(string.body(), string.start() + 1, string.end() - 1) + TOKEN - 1) / TOKEN;
    }

    /** Hundredths of a token. */
    static long sum(CharSequence text) {
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
        return sum;
    }

    static boolean isWord(char c) {
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

    /** Of a character that is no ASCII letter, digit or blank, and no half of one. */
    static int weight(char c) {
        if (c < 0x800) return TOKEN;
        if (c >= 0x3000 && c <= 0x9FFF || c >= 0xAC00 && c <= 0xD7A3 || c >= 0xFF00 && c <= 0xFFEF) return CJK;
        return c < 0x2000 ? CJK : RARE;
    }
}
