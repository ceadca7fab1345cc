package io.tokenward.detectors.text;

/**
 * What kinds of encoding a text could hold, by one look at its characters: never wrong in saying no. Most texts hold none,
 * and no decoder looks at them.
 *
 * @param dense a run as long as base64, base32 or hex needs
 * @param escapes marks that escapes begin with
 * @param numbers as many digits as a few letters written as numbers have
 * @param marks a run of dots and dashes
 * @param invisible invisible characters or Braille
 * @param wrapped a run of letters and marks without blanks, as base85 is
 * @param unvoiced a line with too few or too many vowels to be of a language written in Latin letters
 */
record Shape(boolean dense, boolean escapes, boolean numbers, boolean marks, boolean invisible, boolean wrapped,
        boolean unvoiced) {
    private static final byte DENSE = 1;
    private static final byte ESCAPE = 2;
    private static final byte DIGIT = 4;
    private static final byte MORSE = 8;
    private static final byte BLANK = 16;
    private static final byte VOWEL = 32;
    private static final byte LETTER = 64;
    private static final byte[] KINDS = new byte[128];
    /** Shorter lines have too few letters to say how many of them should be vowels. */
    private static final int SHORTEST_LINE = 16;

    static {
        for (char c = 0; c < 128; c++) {
            int kind = Alphabet.isBase64(c) ? DENSE : 0;
            if (c >= '0' && c <= '9') kind |= DIGIT;
            if (c == '%' || c == '&' || c == '\\' || c == '=') kind |= ESCAPE;
            if (c == '.' || c == '-' || c == '/' || c == '_') kind |= MORSE;
            if (c <= ' ') kind |= BLANK;
            char small = (char) (c | 0x20);
            if (small >= 'a' && small <= 'z') kind |= "aeiou".indexOf(small) >= 0 ? LETTER | VOWEL : LETTER;
            KINDS[c] = (byte) kind;
        }
    }

    /** Of these units; the case of letters makes no difference. */
    static Shape of(char[] units) {
        return new Look().at(units);
    }

    /** English, Spanish, German and the like have 35 to 48 vowels among 100 letters. */
    private static boolean isUnvoiced(int letters, int vowels) {
        return letters >= SHORTEST_LINE && (vowels * 100 < letters * 31 || vowels * 100 > letters * 52);
    }

    /** One pass over a text, and what it has seen so far. */
    private static final class Look {
        private int run;
        private int longest;
        private int escapes;
        private int digits;
        private int mostDigits;
        private int morse;
        private int longestMorse;
        private int solid;
        private int marks;
        private boolean wrapped;
        private int letters;
        private int vowels;
        private boolean unvoiced;
        private boolean invisible;

        Shape at(char[] units) {
            for (char c : units) {
                if (c < 128) ascii(c, KINDS[c]);
                else
                    beyond(c);
            }
            endRun();
            endSolid();
            endLine();
            return new Shape(longest >= EncodedRuns.SHORTEST_BASE64, escapes >= Escapes.FEWEST,
                    Math.max(mostDigits, digits) >= NumberCodes.FEWEST_DIGITS, longestMorse >= MorseCode.FEWEST_MARKS,
                    invisible, wrapped, unvoiced);
        }

        private void ascii(char c, int kind) {
            letters += kind >> 6 & 1;
            vowels += kind >> 5 & 1;
            if ((kind & (DENSE | LETTER)) != 0) {
                run++;
                solid++;
                if ((kind & LETTER) != 0) {
                    // Numbers are written with digits, and hex ones with a few letters.
                    if ((c | 0x20) > 'f' && (c | 0x20) != 'x') endNumbers();
                    morse = 0;
                } else if ((kind & DIGIT) != 0) {
                    digits++;
                    morse = 0;
                }
                if ((kind & MORSE) != 0) longestMorse = Math.max(longestMorse, ++morse);
                return;
            }
            endRun();
            if ((kind & BLANK) != 0) {
                endSolid();
                if (c == '\n') endLine();
                return;
            }
            solid++;
            marks++;
            if ((kind & ESCAPE) != 0) escapes++;
            if ((kind & MORSE) != 0) longestMorse = Math.max(longestMorse, ++morse);
            else
                morse = 0;
            if (c != ',' && c != ';') endNumbers();
        }

        private void beyond(char c) {
            endRun();
            endSolid();
            endNumbers();
            invisible |= c >= 0x200B && (c <= 0x2064 && (c <= 0x200F || c >= 0x2060) || c >= 0x2800 && c <= 0x28FF
                    || c >= 0xFE00 && c <= 0xFEFF || c >= 0xDB40 && c <= 0xDB43);
            // These are drawn for dots and dashes.
            morse = c == 0xB7 || c == 0x2022 || c == 0x2212 || c == 0x2013 || c == 0x2014 ? morse + 1 : 0;
            longestMorse = Math.max(longestMorse, morse);
        }

        private void endRun() {
            if (run > longest) longest = run;
            run = 0;
        }

        private void endNumbers() {
            if (digits > mostDigits) mostDigits = digits;
            digits = 0;
        }

        private void endSolid() {
            // Addresses and sums have few marks, base85 has one in three or four.
            wrapped |= solid >= Base85.SHORTEST && marks * 6 >= solid;
            solid = 0;
            marks = 0;
        }

        private void endLine() {
            unvoiced |= isUnvoiced(letters, vowels);
            letters = 0;
            vowels = 0;
        }
    }
}
