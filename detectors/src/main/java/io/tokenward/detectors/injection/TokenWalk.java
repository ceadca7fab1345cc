package io.tokenward.detectors.injection;

import java.util.Arrays;

/**
 * Cuts a folded text into tokens for {@link TextCnn}: words, single signs of Chinese and Japanese, and runs of one mark. Each
 * token is some rows of the table of embeddings: the word itself, its class ({@link Lexicon}), its pieces of four characters;
 * a sign alone and with its neighbours. (Bojanowski et al., Enriching Word Vectors with Subword Information, 2017.) Training
 * and inference run this same code.
 *
 * <p>Linear time, throws nothing on any text. Not thread-safe: used by one thread at a time, and may be reused.
 */
public final class TokenWalk {
    /** Rows are numbered from 0 to below this. */
    public static final int ROWS = 1 << 17;

    private static final int ROW_SHIFT = Integer.SIZE - 17;
    private static final int PRIME = 0x01000193;
    private static final int LONGEST_WORD = 30;
    private static final int PIECE = 4;
    private static final int LONGEST_NUMBER = 6;
    private static final int LONGEST_RUN = 4;

    /** Keep the hashes of different things apart. */
    private static final int NUMBER = 0x51;
    private static final int WORD = 0x1111;
    private static final int PIECES = 0x4444;
    private static final int SIGN = 0x6666;
    private static final int CLASS = 0x7000;
    private static final int WITH_BEFORE = 0x21;
    private static final int WITH_AFTER = 0x22;
    private static final int MARK = 0x900_0000;

    private final Lexicon lexicon = Lexicon.shipped();
    private int[] rows = new int[1024];
    private int[] ends = new int[256];
    private int count;
    private int tokens;

    /** Reads the characters from {@code from} to before {@code to}; what was read before is forgotten. */
    public void read(char[] chars, int from, int to) {
        count = 0;
        tokens = 0;
        char before = 0;
        for (int i = from; i < to;) {
            char c = chars[i];
            if (c == ' ') {
                before = 0;
                i++;
            } else if (Letters.isCjk(c)) {
                sign(chars, i, to, before);
                before = Simplified.of(c);
                i++;
            } else {
                before = 0;
                i = Letters.isWord(c) ? word(chars, i, to) : marks(chars, i, to);
            }
        }
    }

    /** How many tokens the text has. */
    public int tokens() {
        return tokens;
    }

    /** One past the last row of that token; the rows of the first begin at 0. */
    public int end(int token) {
        return ends[token];
    }

    /** Row {@code index} of all rows of all tokens. */
    public int row(int index) {
        return rows[index];
    }

    private int word(char[] chars, int start, int to) {
        int limit = Math.min(to, start + LONGEST_WORD);
        int hash = 0;
        boolean number = true;
        int end = start;
        while (end < limit && belongs(chars, end, to)) {
            int c = Letters.normal(chars[end]);
            number &= c == '0';
            hash = (hash ^ c) * PRIME;
            end++;
        }
        if (number) {
            name(NUMBER + Math.min(end - start, LONGEST_NUMBER));
        } else {
            name(hash + WORD);
            int kind = lexicon.kind(hash);
            if (kind != 0) name(CLASS + kind);
            if (end - start >= PIECE) pieces(chars, start, end);
        }
        token();
        return end;
    }

    private static boolean belongs(char[] chars, int at, int to) {
        char c = chars[at];
        if (c == '\'') return at + 1 < to && Letters.isAsciiWord(chars[at + 1]);
        return Letters.isWord(c) && !Letters.isCjk(c);
    }

    /** A blank stands for the borders of the word. */
    private void pieces(char[] chars, int start, int end) {
        for (int first = start - 1; first + PIECE <= end + 1; first++) {
            int hash = PIECES;
            for (int i = first; i < first + PIECE; i++)
                hash = (hash ^ (i < start || i >= end ? ' ' : Letters.normal(chars[i]))) * PRIME;
            name(hash);
        }
    }

    private void sign(char[] chars, int at, int to, char before) {
        char sign = Simplified.of(chars[at]);
        name(sign + SIGN);
        if (before != 0) name((before * PRIME + sign) * PRIME + WITH_BEFORE);
        if (at + 1 < to && Letters.isCjk(chars[at + 1]))
            name((sign * PRIME + Simplified.of(chars[at + 1])) * PRIME + WITH_AFTER);
        int kind = lexicon.cjkKind(chars, at, to);
        if (kind != 0) name(CLASS + kind);
        token();
    }

    private int marks(char[] chars, int start, int to) {
        int end = start + 1;
        while (end < to && chars[end] == chars[start])
            end++;
        name(MARK + (chars[start] << 3) + Math.min(end - start, LONGEST_RUN));
        token();
        return end;
    }

    private void name(int hash) {
        if (count == rows.length) rows = Arrays.copyOf(rows, 2 * count);
        rows[count++] = hash * Trail.MIX >>> ROW_SHIFT;
    }

    private void token() {
        if (tokens == ends.length) ends = Arrays.copyOf(ends, 2 * tokens);
        ends[tokens++] = count;
    }
}
