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
    private static final char[] NO_TEXT = {};
    private static final boolean[] WORD = new boolean[ASCII];

    static {
        for (char c = 0; c < ASCII; c++)
            WORD[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private char[] text = NO_TEXT;
    private int length;
    private int at;
    private boolean pairPending;

    /** Start of the current word in the text. */
    int start;
    /** One past the current word's last unit. */
    int end;
    /** Where the current word's characters are: {@link #termLength} from {@link #termStart} on. Not to be changed. */
    char[] term = NO_TEXT;
    int termStart;
    int termLength;
    /** By which {@link TermTable} knows the current word. */
    long termKey;
    /** The characters of words that do not stand in the text as they are. */
    private final char[] own = new char[MAX_WORD];

    void reset(char[] text, int length) {
        this.text = text;
        this.length = length;
        at = 0;
        pairPending = false;
    }

    /** Forgets the last word's characters. */
    void forget() {
        Arrays.fill(own, '\0');
        term = NO_TEXT;
        termStart = 0;
        termLength = 0;
    }

    /** The current word; for those few that are kept. */
    String word() {
        return new String(term, termStart, termLength);
    }

    boolean next() {
        while (at < length) {
            char c = text[at];
            if (c < ASCII) {
                pairPending = false;
                if (WORD[c]) {
                    plainWord();
                    return true;
                }
                at++;
            } else if (ideograph(c)) {
                if (pair()) return true;
            } else {
                pairPending = false;
                if (wordCharacter(at)) {
                    anyWord();
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
        own[0] = text[at];
        if (another) own[1] = text[at + 1];
        own(another ? 2 : 1);
        end = at + termLength;
        pairPending = another;
        at++;
        return true;
    }

    /** Most words are a few ASCII letters and nothing else; they are not copied. */
    private void plainWord() {
        char[] from = text;
        int i = at;
        int limit = Math.min(length, i + MAX_WORD);
        long low = 0;
        long high = 0;
        char c = ' ';
        while (i < limit && (c = from[i]) < ASCII && WORD[c]) {
            high = high << Byte.SIZE | low >>> Long.SIZE - Byte.SIZE;
            low = low << Byte.SIZE | c;
            i++;
        }
        if (i < limit ? c >= ASCII || c == '\'' : i < length) {
            anyWord();
            return;
        }
        start = at;
        at = i;
        end = i;
        term = from;
        termStart = start;
        termLength = i - start;
        termKey = TermTable.key(low, high, termLength);
    }

    private void anyWord() {
        char[] from = text;
        char[] to = own;
        int i = at;
        int size = 0;
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
            i++;
        }
        at = i;
        end = i;
        own(size);
    }

    private void own(int size) {
        term = own;
        termStart = 0;
        termLength = size;
        termKey = TermTable.key(own, size);
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
