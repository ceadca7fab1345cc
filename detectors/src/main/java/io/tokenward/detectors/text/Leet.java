package io.tokenward.detectors.text;

/**
 * Words with digits and signs for letters. Alone, a word is one only if a digit is followed by a letter later in the word, so
 * that {@code gpt4} and {@code sha256} are left alone; among others of the kind ({@link LeetStretches}) every word is.
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
            if (isLetter(c)) {
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

    /** Whether it is read as a word among words of the kind: it has a letter, or is a letter such as {@code 4} alone. */
    static boolean isReadAmongOthers(char[] chars, int start, int end) {
        if (end - start > LONGEST) return false;
        if (end - start == 1) return chars[start] == '4' || chars[start] == '@' || chars[start] == '1';
        boolean letter = false;
        for (int i = start; i < end; i++) {
            letter |= isLetter(chars[i]);
            if (!isLetter(chars[i]) && SIGNS.indexOf(chars[i]) < 0) return false;
        }
        return letter;
    }

    /** @param onesAsI whether every one is an i, not what its neighbours make likely */
    static void spell(char[] chars, int start, int end, boolean onesAsI, ViewWriter out) {
        int number = numberOfAnEncoding(chars, start, end);
        for (int i = start; i < end; i++) {
            char c = chars[i];
            boolean as = i >= number || c == '@' && isInAddress(chars, start, end, i) || i == start && c == '|';
            out.put(as ? c : isOne(c) && !onesAsI ? Ones.letter(chars, start, end, i) : letter(c), i, i + 1);
        }
    }

    /** What a unit of a word stands for. */
    static char letter(char c) {
        int sign = SIGNS.indexOf(c);
        return sign < 0 ? c : LETTERS.charAt(sign);
    }

    static boolean isOne(char c) {
        return c == '1' || c == '|';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** Where the number of {@code base64} or {@code rot13} begins, else {@code end}: those are names, however they are spelled. */
    private static int numberOfAnEncoding(char[] chars, int start, int end) {
        int number = end;
        while (number > start && chars[number - 1] >= '0' && chars[number - 1] <= '9')
            number--;
        // The e of base may be a digit too.
        for (int at = number; at <= Math.min(end - 1, number + 1); at++)
            if (reads(chars, start, at, "base") || reads(chars, start, at, "rot")) return at;
        return end;
    }

    private static boolean reads(char[] chars, int start, int end, String word) {
        if (end - start != word.length()) return false;
        for (int i = start; i < end; i++)
            if (letter(chars[i]) != word.charAt(i - start)) return false;
        return true;
    }

    /** user@host.example is an address, no word. */
    private static boolean isAddress(char[] chars, int end, int length) {
        return end + 1 < length && chars[end] == '.' && isTokenUnit(chars[end + 1]);
    }

    private static boolean isInAddress(char[] chars, int start, int end, int at) {
        return at > start && at + 1 < end && isAddress(chars, end, chars.length);
    }
}
