package io.tokenward.detectors.text;

/**
 * Which letter a one stands for, i or l, by what English has beside each: {@code 1nput} and {@code prev10us}, but {@code ru1es} and
 * {@code exp1ain}. Right for most words, not for all.
 */
final class Ones {
    private static final String VOWELS = "aeiou";
    /** Consonants behind which English has an l before a vowel rather than an i. */
    private static final String BEFORE_L = "bcfgp";

    private Ones() {}

    /** The letter that the one at {@code at} of the word stands for. */
    static char letter(char[] chars, int start, int end, int at) {
        char before = at > start ? Leet.letter(chars[at - 1]) : 0;
        char behind = at + 1 < end ? Leet.letter(chars[at + 1]) : 0;
        if (at > start && isOneOrL(chars[at - 1]) || at + 1 < end && isOneOrL(chars[at + 1]))
            return isVowel(before) || at > start && Leet.isOne(chars[at - 1]) || behind == 0 ? 'l' : 'i';
        if (before == 0) return isVowel(behind) ? 'l' : 'i';
        if (behind == 0) return isVowel(before) ? 'l' : 'i';
        if (!isVowel(before)) return isVowel(behind) && BEFORE_L.indexOf(before) >= 0 ? 'l' : 'i';
        return isVowel(behind) || !isDiphthong(before, behind) ? 'l' : 'i';
    }

    /** {@code again}, {@code their}, {@code point}, {@code build}: an i between that vowel and that consonant. */
    private static boolean isDiphthong(char vowel, char consonant) {
        return switch (vowel) {
            case 'a' -> "dmnrst".indexOf(consonant) >= 0;
            case 'e' -> "gnrv".indexOf(consonant) >= 0;
            case 'o' -> "cns".indexOf(consonant) >= 0;
            case 'u' -> "npr".indexOf(consonant) >= 0;
            default -> false;
        };
    }

    private static boolean isVowel(char c) {
        return c != 0 && VOWELS.indexOf(c) >= 0;
    }

    private static boolean isOneOrL(char c) {
        return c == 'l' || Leet.isOne(c);
    }
}
