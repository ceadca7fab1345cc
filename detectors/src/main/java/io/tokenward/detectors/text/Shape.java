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
 * @param reversed perhaps words written from their end
 * @param spelled perhaps words of the radio alphabet
 */
record Shape(boolean dense, boolean escapes, boolean numbers, boolean marks, boolean invisible, boolean wrapped,
        boolean unvoiced, boolean reversed, boolean spelled) {
    private static final byte SOLID = 1;
    private static final byte ENDS_NUMBERS = 2;
    private static final byte DIGIT = 4;
    private static final byte MORSE = 8;
    private static final byte ENDS_MORSE = 16;
    private static final byte MARK = 32;
    private static final byte[] KINDS = new byte[128];
    /** Shorter lines have too few letters to say how many of them should be vowels. */
    private static final int SHORTEST_LINE = 16;

    static {
        for (char c = 0; c < 128; c++) {
            boolean dense = Alphabet.isBase64(c);
            boolean alphanumeric = Character.isLetterOrDigit(c);
            int kind = c > ' ' ? SOLID : 0;
            if (c > ' ' && !dense) kind |= MARK;
            if (Character.isDigit(c)) kind |= DIGIT;
            if (isMorse(c)) kind |= MORSE;
            if (!maybeNumeric(c)) kind |= ENDS_NUMBERS;
            if (alphanumeric || (kind & MARK) != 0 && !isMorse(c)) kind |= ENDS_MORSE;
            KINDS[c] = (byte) kind;
        }
    }

    /** Of that text. */
    static Shape of(Lowered text) {
        Glance glance = text.glance();
        var look = new Look();
        if (glance.maybeRuns()) look.at(text.units());
        return new Shape(glance.dense(), glance.escapes(), look.numbers(), look.marks(), glance.invisible(),
                look.wrapped, glance.unvoiced(), glance.maybeReversed(), glance.maybeSpelled());
    }

    /** Whether it calls for no decoder. */
    boolean isPlain() {
        return !(dense || escapes || numbers || marks || invisible || wrapped || unvoiced || reversed || spelled);
    }

    static boolean isEscape(char c) {
        return c == '%' || c == '&' || c == '\\' || c == '=';
    }

    static boolean isMorse(char c) {
        return c == '.' || c == '-' || c == '/' || c == '_';
    }

    /** What is drawn for dots and dashes. */
    static boolean isDrawnAsMorse(char c) {
        return c == 0xB7 || c >= 0x2013 && (c <= 0x2014 || c == 0x2022 || c == 0x2212);
    }

    static boolean isInvisible(char c) {
        return c >= 0x200B && (c <= 0x2064 && (c <= 0x200F || c >= 0x2060) || c >= 0x2800 && c <= 0x28FF
                || c >= 0xFE00 && c <= 0xFEFF || c >= 0xDB40 && c <= 0xDB43);
    }

    /** Whether that ASCII character may stand among numbers: they are written with digits, and hex ones with a few letters. */
    static boolean maybeNumeric(char c) {
        if (Character.isLetter(c)) return (c | 0x20) <= 'f' || (c | 0x20) == 'x';
        return c <= ' ' || c == ',' || c == ';' || Alphabet.isBase64(c);
    }

    /** English, Spanish, German and the like have 35 to 48 vowels among 100 letters. */
    static boolean isUnvoiced(int letters, int vowels) {
        return letters >= SHORTEST_LINE && (vowels * 100L < letters * 31L || vowels * 100L > letters * 52L);
    }

    /** A closer look at what runs there are. */
    private static final class Look {
        private int digits;
        private int mostDigits;
        private int morse;
        private int longestMorse;
        private int solid;
        private int marks;
        private boolean wrapped;

        void at(char[] units) {
            for (char c : units) {
                if (c < 128) ascii(KINDS[c]);
                else
                    beyond(c);
            }
            endNumbers();
            endSolid();
        }

        private void ascii(int kind) {
            if ((kind & SOLID) == 0) {
                endSolid();
                return;
            }
            solid++;
            if ((kind & MARK) != 0) marks++;
            if ((kind & DIGIT) != 0) digits++;
            if ((kind & ENDS_NUMBERS) != 0) endNumbers();
            if ((kind & MORSE) != 0) longestMorse = Math.max(longestMorse, ++morse);
            if ((kind & ENDS_MORSE) != 0) morse = 0;
        }

        private void beyond(char c) {
            endSolid();
            endNumbers();
            morse = isDrawnAsMorse(c) ? morse + 1 : 0;
            longestMorse = Math.max(longestMorse, morse);
        }

        private void endNumbers() {
            mostDigits = Math.max(mostDigits, digits);
            digits = 0;
        }

        private void endSolid() {
            // Addresses and sums have few marks, base85 has one in three or four.
            wrapped |= solid >= Base85.SHORTEST && marks * 6 >= solid;
            solid = 0;
            marks = 0;
        }

        boolean numbers() {
            return mostDigits >= NumberCodes.FEWEST_DIGITS;
        }

        boolean marks() {
            return longestMorse >= MorseCode.FEWEST_MARKS;
        }
    }
}
