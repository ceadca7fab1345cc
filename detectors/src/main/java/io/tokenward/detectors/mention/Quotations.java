package io.tokenward.detectors.mention;

import io.tokenward.detectors.Span;
import java.util.Arrays;
import java.util.List;

/**
 * Stretches between paired marks. A mark that is both, such as {@code "}, opens where no letter stands before it and
 * closes where none stands behind it; so the apostrophe of {@code don't} does neither.
 */
final class Quotations {
    /** Longer stretches are more likely two stray marks than one quotation. */
    static final int LONGEST = 400;

    private static final String OPENING = "“«「『‘\"'`";
    private static final String CLOSING = "”»」』’\"'`";
    /** From this place in {@link #OPENING} on, one mark is both. */
    private static final int STRAIGHT = 5;

    private final String text;
    private final List<Span> spans;
    private final int[] open = new int[OPENING.length()];
    private int blankLine = -1;
    /** Set when no further fence follows, so that the text is not searched again for each mark. */
    private boolean fencesEnd;

    private Quotations(String text, List<Span> spans) {
        this.text = text;
        this.spans = spans;
        Arrays.fill(open, -1);
    }

    static void find(String text, List<Span> spans) {
        new Quotations(text, spans).run();
    }

    private void run() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' && i > 0 && text.charAt(i - 1) == '\n') {
                blankLine = i;
            } else if (c == '`' && text.startsWith("```", i)) {
                i = fence(i);
            } else if (c < 128 ? c == '"' || c == '\'' || c == '`' : c >= 0xAB) {
                mark(c, i);
            }
        }
    }

    /**
     * A fence has no bound of length: code blocks are long. Without an end it is none, and where the next one names a
     * language, that one begins a block and the one before had lost its end: else one stray fence would turn a long text
     * inside out.
     */
    private int fence(int start) {
        if (fencesEnd) return start + 2;
        int end = text.indexOf("```", start + 3);
        if (end < 0) {
            fencesEnd = true;
            return start + 2;
        }
        if (opensLine(start) && opensLine(end) && end + 3 < text.length() && Character.isLetter(text.charAt(end + 3)))
            return start + 2;
        spans.add(new Span(start, end + 3));
        return end + 2;
    }

    private boolean opensLine(int at) {
        int before = at - 1;
        while (before >= 0 && text.charAt(before) == ' ' && at - before < 8)
            before--;
        return before < 0 || text.charAt(before) == '\n';
    }

    private void mark(char c, int at) {
        int closes = CLOSING.indexOf(c);
        if (closes >= 0 && closes(closes, at)) {
            spans.add(new Span(open[closes], at + 1));
            open[closes] = -1;
            return;
        }
        int opens = OPENING.indexOf(c);
        if (opens >= 0 && (opens < STRAIGHT || opens(c, at))) open[opens] = at;
    }

    private boolean closes(int kind, int at) {
        int start = open[kind];
        if (start < 0 || start < blankLine || at - start > LONGEST || at == start + 1) return false;
        if (kind < STRAIGHT - 1 || text.charAt(at) == '`') return true;
        return at + 1 >= text.length() || !isLatin(text.charAt(at + 1));
    }

    private boolean opens(char c, int at) {
        if (c == '`') return true;
        if (at > 0 && isLatin(text.charAt(at - 1))) return false;
        return c != '"' || !isMachineText(at);
    }

    /** Chinese is written without blanks: a mark right behind a character may open. */
    private static boolean isLatin(char c) {
        return Character.isLetterOrDigit(c) && c < 0x2E80;
    }

    /** A JSON value or an element of a list, an attribute of HTML. */
    private boolean isMachineText(int at) {
        int before = skipBlanks(at - 1);
        if (before < 0) return false;
        char c = text.charAt(before);
        if (c == '=' || c == '[' || c == '{') return true;
        int key = c == ':' ? skipBlanks(before - 1) : -1;
        return key >= 0 && text.charAt(key) == '"';
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i >= 0 && from - i < 8 && Character.isWhitespace(text.charAt(i)))
            i--;
        return i;
    }
}
