package io.tokenward.detectors.text;

import java.util.Optional;

/**
 * Undoes two ways of writing past a word list: letters drawn apart ({@code i g n o r e}, {@code i.g.n.o.r.e}) and digits
 * for letters ({@code 1gn0r3}). Stateless and thread-safe; linear time; throws nothing.
 */
public final class Squeezing {
    private static final int ASCII = 128;
    private static final boolean[] STARTS = new boolean[ASCII];
    private static final boolean[] LETTER_OR_DIGIT = new boolean[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            STARTS[c] = Leet.isTokenUnit(c) || Character.isLetter(c);
            LETTER_OR_DIGIT[c] = Character.isLetterOrDigit(c);
        }
    }

    private Squeezing() {}

    /**
     * The view named {@code squeezed}, whose offsets lead where those of {@code folded} lead; nothing where the text's
     * shape does not call for it.
     */
    public static Optional<TextView> squeeze(TextView folded) {
        char[] chars = folded.chars();
        int length = folded.length();
        if (!callsForIt(chars, length)) return Optional.empty();
        var out = new ViewWriter(length);
        for (int i = 0; i < length;) {
            if (!startsToken(chars, i)) {
                out.put(chars[i], i, i + 1);
                i++;
                continue;
            }
            int apart = DrawnApart.end(chars, length, i);
            if (apart > i) {
                DrawnApart.join(chars, i, apart, out);
                i = apart;
                continue;
            }
            int end = Leet.tokenEnd(chars, length, i);
            if (end - i >= 3 && Leet.isLeet(chars, i, end, length)) Leet.spell(chars, i, end, out);
            else
                out.putAll(chars, i, Math.max(end, i + 1));
            i = Math.max(end, i + 1);
        }
        return Optional.of(out.viewThrough(folded, "squeezed"));
    }

    /** The same walk without writing: most texts end here, without an allocation. */
    private static boolean callsForIt(char[] chars, int length) {
        for (int i = 0; i < length;) {
            if (!startsToken(chars, i)) {
                i++;
                continue;
            }
            boolean single = i + 1 >= length || !isLetterOrDigit(chars[i + 1]);
            if (single && DrawnApart.end(chars, length, i) > i) return true;
            int end = i;
            boolean signs = false;
            for (; end < length && Leet.isTokenUnit(chars[end]); end++)
                signs |= chars[end] < 'a' || chars[end] > 'z';
            if (signs) {
                end = Leet.tokenEnd(chars, length, i);
                if (end - i >= 4 && Leet.isLeet(chars, i, end, length)) return true;
            }
            i = Math.max(end, i + 1);
        }
        return false;
    }

    private static boolean startsToken(char[] chars, int at) {
        char c = chars[at];
        return (c < ASCII ? STARTS[c] : Character.isLetter(c)) && (at == 0 || !Leet.isTokenUnit(chars[at - 1]));
    }

    private static boolean isLetterOrDigit(char c) {
        return c < ASCII ? LETTER_OR_DIGIT[c] : Character.isLetterOrDigit(c);
    }
}
