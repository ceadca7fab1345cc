package io.tokenward.detectors.text;

import java.util.ArrayList;
import java.util.List;

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
     * The views named {@code squeezed}, whose offsets lead where those of {@code folded} lead; none where the text's shape does
     * not call for it. In a second one every one is an i, where the first has an l for some.
     */
    public static List<TextView> squeeze(TextView folded) {
        char[] chars = folded.chars();
        int length = folded.length();
        if (!callsForIt(chars, length)) return List.of();
        LeetStretches stretches = LeetStretches.of(chars, length);
        ViewWriter likely = written(chars, length, stretches, false);
        List<TextView> views = new ArrayList<>(2);
        views.add(likely.viewThrough(folded, "squeezed"));
        if (hasOnes(chars, length)) {
            ViewWriter other = written(chars, length, stretches, true);
            if (!other.says(likely)) views.add(other.viewThrough(folded, "squeezed"));
        }
        return views;
    }

    private static boolean hasOnes(char[] chars, int length) {
        for (int i = 0; i < length; i++)
            if (Leet.isOne(chars[i])) return true;
        return false;
    }

    private static ViewWriter written(char[] chars, int length, LeetStretches stretches, boolean onesAsI) {
        var out = new ViewWriter(length);
        var drawn = new DrawnApart(chars, length);
        for (int i = 0; i < length;) {
            int apart = i == 0 || !isLetterOrDigit(chars[i - 1]) ? drawn.end(i) : i;
            if (apart > i) {
                drawn.join(i, apart, out);
                i = apart;
                continue;
            }
            if (!startsToken(chars, i)) {
                out.put(chars[i], i, i + 1);
                i++;
                continue;
            }
            int end = Leet.tokenEnd(chars, length, i);
            boolean leet = end - i >= 3 && Leet.isLeet(chars, i, end, length)
                    || Leet.isReadAmongOthers(chars, i, end) && stretches.has(i);
            if (leet) Leet.spell(chars, i, end, onesAsI, out);
            else
                out.putAll(chars, i, Math.max(end, i + 1));
            i = Math.max(end, i + 1);
        }
        return out;
    }

    /** The same walk without writing: most texts end here, without an allocation of their size. */
    private static boolean callsForIt(char[] chars, int length) {
        var drawn = new DrawnApart(chars, length);
        for (int i = 0; i < length;) {
            if (!startsToken(chars, i)) {
                i++;
                continue;
            }
            boolean single = i + 1 >= length || !isLetterOrDigit(chars[i + 1]);
            if (single && drawn.end(i) > i) return true;
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
