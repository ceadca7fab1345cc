package io.tokenward.rules;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import java.util.List;
import java.util.Optional;

/**
 * What patterns read of a view: its units, each a capital where it came from one, for a pattern may ask for capitals. Stateless;
 * linear time.
 */
final class Unmasked {
    /** Below are the Latin letters, whose accents are no disguise. */
    private static final char FOREIGN = '\u0370';
    /** The first unit of Unicode tags, which show nothing. */
    private static final char TAG = '\uDB40';

    private Unmasked() {}

    /**
     * A text without its disguise: letters of other alphabets and forms as Latin ones, nothing invisible inside words. Nothing
     * where the text has none, as nearly all texts.
     *
     * @param folded the text, folded
     */
    static Optional<String> of(String text, TextView folded) {
        return isDisguised(text, folded) ? Optional.of(cased(folded, text)) : Optional.empty();
    }

    /**
     * The units of a view that is no more than the folded text.
     *
     * @param decoded the decoded texts, of which the view may be one
     */
    static String ofAnother(TextView view, String text, List<TextView> decoded) {
        for (TextView one : decoded)
            if (isFolded(view, one)) return one.text();
        return isWithin(view, decoded) ? view.text() : cased(view, text);
    }

    /** Whether the view shows what an encoded stretch holds: its units then come from no letters. */
    private static boolean isWithin(TextView view, List<TextView> decoded) {
        if (view.length() == 0) return false;
        Span whole = view.original(0, view.length());
        return decoded.stream()
                .filter(one -> one.length() > 0)
                .map(one -> one.original(0, one.length()))
                .anyMatch(one -> one.start() <= whole.start() && one.end() >= whole.end());
    }

    private static boolean isFolded(TextView view, TextView decoded) {
        if (view.length() != decoded.length() || !view.name().equals(decoded.name())) return false;
        for (int i = 0; i < view.length(); i++)
            if (Character.toLowerCase(decoded.chars()[i]) != view.chars()[i]) return false;
        return true;
    }

    private static boolean isDisguised(String text, TextView folded) {
        boolean letter = false;
        for (int i = 0; i < folded.length(); i++) {
            boolean before = letter;
            char c = folded.chars()[i];
            int start = folded.originalStart(i);
            letter = c < FOREIGN ? isLetter(c) : Character.isLetter(c);
            if (isLetter(c) && text.charAt(start) >= FOREIGN || text.charAt(start) == TAG) return true;
            if (letter && before && folded.originalEnd(i - 1) < start) return true;
        }
        return false;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static String cased(TextView view, String text) {
        char[] units = view.copyOfChars();
        for (int i = 0; i < units.length; i++)
            if (isLetter(units[i]) && isCapital(text.codePointAt(view.originalStart(i)))) units[i] -= 32;
        return new String(units);
    }

    private static boolean isCapital(int codePoint) {
        return Character.isUpperCase(codePoint) || codePoint >= 0xE0041 && codePoint <= 0xE005A;
    }
}
