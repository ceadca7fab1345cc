package io.tokenward.rules.match;

import java.util.Arrays;

/**
 * Cuts folded text into words: runs of letters, digits and marks; an apostrophe inside a word is dropped from its term; Han and
 * Kana give overlapping pairs, one character alone stands for itself. Everything else separates. Rules and texts are cut by this
 * same class, or they could not meet. Not thread-safe; one pass, then {@link #reset}.
 */
final class Words {
    /** Longer words are cut: no rule needs them, and one word must not become one huge term. */
    static final int MAX_WORD = 64;
    private static final int ASCII = 128;
    /** An apostrophe that Unicode counts among the letters. */
    private static final char LETTER_APOSTROPHE = '\u02BC';
    private static final boolean[] WORD = new boolean[ASCII];

    static {
        for (char c = 0; c < ASCII; c++)
            WORD[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private char[] text = new char[0];
    private int length;
    private int at;
    private boolean pairPending;

    /** Start of the current word in the text. */
    int start;
    /** One past the current word's last unit. */
    int end;
    /** The current word's characters; valid up to {@link #termLength}. */
    final char[] term = new char[MAX_WORD];
    int termLength;
    /** The current word's characters in one number, as {@link TermTable} packs them. */
    long termPacked;

    void reset(char[] text, int length) {
        this.text = text;
        this.length = length;
        at = 0;
        pairPending = false;
    }

    /** Forgets the last word's characters. */
    void forget() {
        Arrays.fill(term, '\0');
        termLength = 0;
    }

    boolean next() {
        while (at < length) {
            char c = text[at];
            if (c < ASCII) {
                pairPending = false;
                if (WORD[c]) {
                    word();
                    return true;
                }
                at++;
            } else if (ideograph(c)) {
                if (pair()) return true;
            } else {
                pairPending = false;
                if (wordCharacter(at)) {
                    word();
                    return true;
                }
                at++;
            }
        }
        return false;
    }

    /** At an ideograph: a pair with the next one, or the one alone if it has no neighbour. */
    private boolean pair() {
        boolean another = at + 1 < length && ideograph(text[at + 1]);
        if (!another && pairPending) {
            // The second half of the pair just given: no word of its own.
            pairPending = false;
            at++;
            return false;
        }
        start = at;
        term[0] = text[at];
        termLength = 1;
        termPacked = TermTable.UNPACKED;
        if (another) {
            term[termLength++] = text[at + 1];
            termPacked = TermTable.pair(term[0], term[1]);
        }
        end = at + termLength;
        pairPending = another;
        at++;
        return true;
    }

    private void word() {
        char[] from = text;
        char[] to = term;
        int i = at;
        int size = 0;
        long packed = 0;
        int beyondAscii = 0;
        start = i;
        while (i < length && size < MAX_WORD) {
            char c = from[i];
            if (c < ASCII ? !WORD[c] : c == LETTER_APOSTROPHE || ideograph(c) || !wordCharacter(i)) {
                if (i > start && apostrophe(c) && joins(i + 1)) {
                    i++;
                    continue;
                }
                if (c != LETTER_APOSTROPHE) break;
            }
            to[size++] = c;
            packed = packed << Byte.SIZE | c;
            beyondAscii |= c;
            i++;
        }
        at = i;
        end = i;
        termLength = size;
        termPacked = beyondAscii < ASCII ? size <= Long.BYTES ? packed : TermTable.UNPACKED : pairOf(to, size);
    }

    private static long pairOf(char[] term, int size) {
        boolean pair = size == 2 && term[0] >= ASCII && term[1] >= ASCII;
        return pair ? TermTable.pair(term[0], term[1]) : TermTable.UNPACKED;
    }

    /** Whether an apostrophe before that unit is inside a word. */
    private boolean joins(int index) {
        return index < length && wordCharacter(index) && !ideograph(text[index]);
    }

    private boolean wordCharacter(int index) {
        char c = text[index];
        if (c < ASCII) return WORD[c];
        if (Character.isSurrogate(c)) return surrogateLetter(index);
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c) || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private boolean surrogateLetter(int index) {
        char c = text[index];
        int code = Character.isHighSurrogate(c) && index + 1 < length
                ? Character.toCodePoint(c, text[index + 1])
                : Character.isLowSurrogate(c) && index > 0 ? Character.toCodePoint(text[index - 1], c) : c;
        return Character.isLetterOrDigit(code);
    }

    private static boolean apostrophe(char c) {
        return c == '\'' || c == '\u2019' || c == LETTER_APOSTROPHE;
    }

    private static boolean ideograph(char c) {
        return c >= '\u3041' && c <= '\u30FF' && c != '\u30FB' || c >= '\u3400' && c <= '\u4DBF'
                || c >= '\u4E00' && c <= '\u9FFF'
                || c >= '\uF900' && c <= '\uFAFF';
    }
}
