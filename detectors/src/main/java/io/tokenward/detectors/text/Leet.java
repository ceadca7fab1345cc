package io.tokenward.detectors.text;

/**
 * Words with digits and signs for letters. A digit must be followed by a letter later in the word, so that {@code gpt4}
 * and {@code sha256} are left alone.
 */
final class Leet {
    private static final String SIGNS = "013456789@$!|";
    private static final String LETTERS = "oieasgtbgasii";
    private static final int LONGEST = 24;

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = 0; c < TOKEN.length; c++)
            TOKEN[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '@' || c == '$' || c == '!' || c == '|';
    }

    private Leet() {}

    static boolean isTokenUnit(char c) {
        return c < TOKEN.length && TOKEN[c];
    }

    /** One past the word that begins at {@code start}; the punctuation that ends it is no part of it. */
    static int tokenEnd(char[] chars, int length, int start) {
        int end = start;
        while (end < length && isTokenUnit(chars[end]))
            end++;
        while (end > start && (chars[end - 1] == '!' || chars[end - 1] == '|'))
            end--;
        return end;
    }

    static boolean isLeet(char[] chars, int start, int end, int length) {
        if (end - start > LONGEST || isAddress(chars, end, length)) return false;
        int letters = 0;
        int inner = 0;
        int signs = 0;
        for (int i = start; i < end; i++) {
            char c = chars[i];
            if (c >= 'a' && c <= 'z') {
                letters++;
                inner = signs;
            } else if (SIGNS.indexOf(c) < 0) {
                return false;
            } else {
                signs++;
            }
        }
        return letters >= 2 && inner > 0 && signs <= 2 * letters;
    }

    static void spell(char[] chars, int start, int end, ViewWriter out) {
        for (int i = start; i < end; i++) {
            int sign = SIGNS.indexOf(chars[i]);
            char letter = sign < 0 ? chars[i] : LETTERS.charAt(sign);
            if (chars[i] == '1' && besideL(chars, start, end, i)) letter = 'l';
            out.put(letter, i, i + 1);
        }
    }

    /** A one is an i, but in "a11" and "a1l" an l. */
    private static boolean besideL(char[] chars, int start, int end, int at) {
        return at > start && (chars[at - 1] == 'l' || chars[at - 1] == '1')
                || at + 1 < end && (chars[at + 1] == 'l' || chars[at + 1] == '1');
    }

    /** user@host.example is an address, no word. */
    private static boolean isAddress(char[] chars, int end, int length) {
        return end + 1 < length && chars[end] == '.' && isTokenUnit(chars[end + 1]);
    }
}
