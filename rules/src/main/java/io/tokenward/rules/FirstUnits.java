package io.tokenward.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * With which ASCII units a match of a pattern can begin, behind a word and elsewhere. Found by asking the pattern about each of
 * them: where it neither matches nor wants to see more, it cannot. Every other unit counts as possible. Immutable, thread-safe.
 */
final class FirstUnits {
    /** What may stand before makes a difference to the bounds of words and lines, and to nothing else: patterns do not look behind. */
    private static final String[] BEHIND_WORD = {"a", "Z", "0", "_"};
    private static final String[] ELSEWHERE = {"", " ", "\n", "\r", "é"};
    private static final int ASCII = 128;

    private static final boolean[] WORD = new boolean[ASCII];

    static {
        for (char c = 0; c < ASCII; c++)
            WORD[c] = c == '_' || Character.isLetterOrDigit(c);
    }

    private final boolean[] behindWord;
    private final boolean[] elsewhere;

    private FirstUnits(boolean[] behindWord, boolean[] elsewhere) {
        this.behindWord = behindWord;
        this.elsewhere = elsewhere;
    }

    static FirstUnits of(Pattern pattern) {
        return new FirstUnits(units(pattern, BEHIND_WORD), units(pattern, ELSEWHERE));
    }

    private static boolean[] units(Pattern pattern, String[] before) {
        var units = new boolean[ASCII];
        for (char c = 0; c < ASCII; c++)
            units[c] = mayBegin(pattern, before, c);
        return units;
    }

    private static boolean mayBegin(Pattern pattern, String[] befores, char c) {
        for (String before : befores) {
            String text = before + c;
            Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
            matcher.region(before.length(), text.length());
            if (matcher.lookingAt() || matcher.hitEnd()) return true;
        }
        return false;
    }

    /** Whether a match may begin with {@code c} behind {@code before}; the beginning of a text is like a blank before it. */
    boolean mayBegin(char before, char c) {
        return c >= ASCII || (isWord(before) ? behindWord : elsewhere)[c];
    }

    private static boolean isWord(char c) {
        return c < ASCII && WORD[c];
    }
}
