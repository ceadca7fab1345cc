package io.tokenward.detectors.text;

/**
 * One look at every unit of a text while its ASCII letters are lowered: which closer looks can find something. Never wrong in
 * saying no. Runs and words are followed in the bits of two numbers (Shift-And, Baeza-Yates and Gonnet 1992): in the bits of
 * a run the lowest so many stand as its units go by, in those of a word that one below whose place it has been spelled.
 * One use; linear time; throws nothing.
 */
final class Glance {
    private static final int ASCII = 128;
    /** Units between two times that {@link #sums} are added up: a field of them never overflows. */
    private static final int STRIDE = 2048;
    private static final int FIELD = 12;
    /** There are no bits for more. */
    private static final int LONGEST_REVERSED = 7;

    /** Four numbers for each ASCII character: its bits in either half, what it adds to the sums, its lower case. */
    private static final long[] TABLE = new long[4 * ASCII];
    /** Where runs and words begin, in either half. */
    private static final long BEGIN;
    private static final long BEGIN_WORDS;
    private static final long DENSE;
    private static final long QUIET;
    private static final long NUMERIC;
    private static final long ODD;
    private static final long SOLID;
    private static final long REVERSED;
    /** What {@link SpellingAlphabet#mayHaveAny} asks for: one word, or another with one of four, as far as there are bits. */
    private static final long SPELLED;
    private static final long SPELLED_PERHAPS;
    private static final long SPELLED_ALSO;
    private static final long SPELLED_TOO;
    private static final long QUIET_UNITS;
    /** As if something that is no letter stood before the text. */
    private static final long BEFORE;

    static {
        var runs = new ShiftAnd();
        DENSE = runs.run(EncodedRuns.SHORTEST_BASE64, Alphabet::isBase64);
        QUIET = runs.run(MorseCode.FEWEST_MARKS, c -> Shape.isMorse(c) || c <= ' ' || c == '+');
        QUIET_UNITS = runs.bitsOf('.');
        NUMERIC = runs.run(NumberCodes.FEWEST_DIGITS, Shape::maybeNumeric);
        long before = runs.next();
        long apart = runs.sequence(c -> !isAlphanumeric(c), Glance::isAlphanumeric, c -> !isAlphanumeric(c),
                Glance::isAlphanumeric, c -> !isAlphanumeric(c));
        BEFORE = before;
        ODD = apart | runs.sequence(c -> !isLetter(c) && Leet.isTokenUnit(c), Glance::isLetter);
        SPELLED_TOO = runs.word("foxt", true) | runs.word("unifo", true);
        BEGIN = runs.begin();
        var words = new ShiftAnd();
        SOLID = words.run(Base85.SHORTEST, c -> c > ' ');
        long reversed = 0;
        for (String word : WordCiphers.REVERSED_WORDS)
            reversed |= words.word(word.substring(0, Math.min(word.length(), LONGEST_REVERSED)), false);
        REVERSED = reversed;
        SPELLED = words.word("tango", true);
        SPELLED_PERHAPS = words.word("november", true);
        SPELLED_ALSO = words.word("sierr", true) | words.word("romeo", true);
        BEGIN_WORDS = words.begin();
        for (char c = 0; c < ASCII; c++) {
            TABLE[4 * c] = runs.bitsOf(c);
            TABLE[4 * c + 1] = words.bitsOf(c);
            TABLE[4 * c + 2] = addends(c);
            TABLE[4 * c + 3] = c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
    }

    /** From the lowest field on: letters, vowels, escapes, digits, dots and dashes. */
    private static long addends(char c) {
        long sum = isLetter(c) ? 1 : 0;
        if ("aeiou".indexOf(c | 0x20) >= 0 && isLetter(c)) sum |= 1L << FIELD;
        if (Shape.isEscape(c)) sum |= 1L << 2 * FIELD;
        if (c >= '0' && c <= '9') sum |= 1L << 3 * FIELD;
        if (Shape.isMorse(c)) sum |= 1L << 4 * FIELD;
        return sum;
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean isAlphanumeric(char c) {
        return isLetter(c) || c >= '0' && c <= '9';
    }

    private long runs = BEFORE;
    private long seenRuns;
    private long words;
    private long seenWords;
    private long sums;
    private int letters;
    private int vowels;
    private int escapes;
    private int digits;
    private int morse;
    private boolean unvoiced;
    private boolean invisible;
    private int ascii = -1;

    private Glance() {}

    /** Looks at the units and lowers their ASCII letters in place. */
    static Glance lower(char[] units) {
        var glance = new Glance();
        int at = 0;
        while (at < units.length) {
            at = glance.ascii(units, at, Math.min(units.length, at + STRIDE));
            if (at > 0 && units[at - 1] == '\n') {
                glance.endLine();
            } else {
                glance.addUp();
            }
            for (; at < units.length && units[at] >= ASCII; at++)
                glance.beyond(units[at], at);
        }
        glance.endLine();
        if (glance.ascii < 0) glance.ascii = units.length;
        return glance;
    }

    /** ASCII up to the end of a line; tells where it ended. */
    private int ascii(char[] units, int from, int to) {
        long[] table = TABLE;
        long run = runs;
        long anyRun = 0;
        long word = words;
        long anyWord = 0;
        long sum = 0;
        int i = from;
        while (i < to) {
            char c = units[i];
            if (c >= ASCII) break;
            int at = 4 * c;
            run = (run << 1 | BEGIN) & table[at];
            word = (word << 1 | BEGIN_WORDS) & table[at + 1];
            sum += table[at + 2];
            anyRun |= run;
            anyWord |= word;
            units[i++] = (char) table[at + 3];
            if (c == '\n') break;
        }
        runs = run;
        seenRuns |= anyRun;
        words = word;
        seenWords |= anyWord;
        sums = sum;
        return i;
    }

    private void beyond(char c, int at) {
        if (ascii < 0) ascii = at;
        words = 0;
        runs = Shape.isDrawnAsMorse(c) ? (runs << 1 | BEGIN) & QUIET_UNITS : 0;
        seenRuns |= runs;
        // Between them are the scripts of East Asia and half of the surrogates.
        if (c >= 0x2E80 && c < 0xDB40) return;
        invisible |= Shape.isInvisible(c);
        if (Shape.isDrawnAsMorse(c)) morse++;
    }

    private void endLine() {
        addUp();
        unvoiced |= Shape.isUnvoiced(letters, vowels);
        letters = 0;
        vowels = 0;
    }

    private void addUp() {
        letters += field(0);
        vowels += field(1);
        escapes += field(2);
        digits += field(3);
        morse += field(4);
        sums = 0;
    }

    private int field(int number) {
        return (int) (sums >>> number * FIELD) & (1 << FIELD) - 1;
    }

    /** How many units there are before the first that is not ASCII. */
    int ascii() {
        return ascii;
    }

    /** Letters drawn apart, or a sign before a letter; of ASCII texts alone. */
    boolean oddWords() {
        return (seenRuns & ODD) != 0;
    }

    /** A run as long as base64 needs: no more and no less. */
    boolean dense() {
        return (seenRuns & DENSE) != 0;
    }

    /** Enough marks that escapes begin with: no more and no less. */
    boolean escapes() {
        return escapes >= Escapes.FEWEST;
    }

    /** Invisible characters or Braille: no more and no less. */
    boolean invisible() {
        return invisible;
    }

    /** A line with too few or too many vowels: no more and no less. */
    boolean unvoiced() {
        return unvoiced;
    }

    /** Whether there may be a run of numbers, of Morse or of base85. */
    boolean maybeRuns() {
        return (seenRuns & NUMERIC) != 0 && digits >= NumberCodes.FEWEST_DIGITS
                || (seenRuns & QUIET) != 0 && morse >= MorseCode.FEWEST_MARKS || (seenWords & SOLID) != 0;
    }

    /** Whether there may be words written from their end. */
    boolean maybeReversed() {
        return (seenWords & REVERSED) != 0;
    }

    /** Whether there may be words of the radio alphabet. */
    boolean maybeSpelled() {
        if ((seenWords & SPELLED) != 0) return true;
        return (seenWords & SPELLED_PERHAPS) != 0
                && ((seenWords & SPELLED_ALSO) != 0 || (seenRuns & SPELLED_TOO) != 0);
    }
}
