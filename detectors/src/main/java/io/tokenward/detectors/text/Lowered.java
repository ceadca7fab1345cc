package io.tokenward.detectors.text;

/**
 * The units of a text with its ASCII letters in lower case: what every view begins with, and whoever looks for plain words can
 * share. The same pass tells what the text's shape calls for. The array is not copied and must not be changed.
 *
 * @param units one for each unit of the text
 * @param ascii how many units there are before the first that is not ASCII
 * @param oddWords whether there may be words that {@link Squeezing} changes; always where not all is ASCII
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; shared to save a copy of the text.
public record Lowered(char[] units, int ascii, boolean oddWords) {
    private static final int ASCII = 128;
    private static final int LETTER_OR_DIGIT = 1;
    private static final int LETTER = 2;
    private static final int SIGN = 4;
    private static final byte[] KINDS = new byte[ASCII];
    private static final char[] LOWER = new char[ASCII];
    /** One letter or digit, something else, one again, nothing of the kind on either side: letters drawn apart. */
    private static final int APART = 0b01010;
    private static final int FIVE = 0b11111;

    static {
        for (char c = 0; c < ASCII; c++) {
            LOWER[c] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
            boolean letter = LOWER[c] >= 'a' && LOWER[c] <= 'z';
            int kind = Character.isLetterOrDigit(c) ? LETTER_OR_DIGIT : 0;
            if (letter) kind |= LETTER;
            if (Leet.isTokenUnit(c) && !letter) kind |= SIGN;
            KINDS[c] = (byte) kind;
        }
    }

    /** Of that text. */
    public static Lowered of(String text) {
        return of(text.toCharArray());
    }

    /** Of these units, which now belong to the result. */
    static Lowered of(char[] units) {
        int apart = 0;
        int before = 0;
        boolean odd = false;
        for (int i = 0; i < units.length; i++) {
            char c = units[i];
            if (c >= ASCII) return beyondAscii(units, i);
            int kind = KINDS[c];
            units[i] = LOWER[c];
            apart = (apart << 1 | kind & LETTER_OR_DIGIT) & FIVE;
            odd |= apart == APART || (before & SIGN) != 0 && (kind & LETTER) != 0;
            before = kind;
        }
        return new Lowered(units, units.length, odd);
    }

    private static Lowered beyondAscii(char[] units, int first) {
        for (int i = first; i < units.length; i++) {
            char c = units[i];
            if (c < ASCII) units[i] = LOWER[c];
        }
        return new Lowered(units, first, true);
    }

    /** Whether the text is ASCII. */
    public boolean isAscii() {
        return ascii == units.length;
    }
}
