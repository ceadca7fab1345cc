package io.tokenward.rules.match;

/**
 * Cuts folded text into words: runs of letters, digits and marks; an apostrophe inside a word is dropped from its term; Han and
 * Kana give overlapping pairs, one character alone stands for itself. Everything else separates. Rules and texts are cut by this
 * same class, or they could not meet. Not thread-safe; one pass, then {@link #reset}.
 */
final class Words {
    /** Longer words are cut: no rule needs them, and one word must not become one huge term. */
    static final int MAX_WORD = 64;

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

    void reset(char[] text, int length) {
        this.text = text;
        this.length = length;
        at = 0;
        pairPending = false;
    }

    boolean next() {
        while (at < length) {
            char c = text[at];
            if (ideograph(c)) {
                if (pair()) return true;
            } else if (wordCharacter(at)) {
                pairPending = false;
                word();
                return true;
            } else {
                pairPending = false;
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
        if (another) term[termLength++] = text[at + 1];
        end = at + termLength;
        pairPending = another;
        at++;
        return true;
    }

    private void word() {
        start = at;
        termLength = 0;
        while (at < length && termLength < MAX_WORD) {
            char c = text[at];
            if (apostrophe(c) && at + 1 < length && at > start && wordCharacter(at + 1) && !ideograph(text[at + 1])) {
                at++;
                continue;
            }
            if (ideograph(c) || !wordCharacter(at)) break;
            term[termLength++] = c;
            at++;
        }
        end = at;
    }

    private boolean wordCharacter(int index) {
        char c = text[index];
        if (c < 128) return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_';
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
        return c == '\'' || c == '\u2019' || c == '\u02BC';
    }

    private static boolean ideograph(char c) {
        return c >= '\u3041' && c <= '\u30FF' && c != '\u30FB' || c >= '\u3400' && c <= '\u4DBF'
                || c >= '\u4E00' && c <= '\u9FFF'
                || c >= '\uF900' && c <= '\uFAFF';
    }
}
