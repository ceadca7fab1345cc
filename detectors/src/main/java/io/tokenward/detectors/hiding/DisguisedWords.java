package io.tokenward.detectors.hiding;

import io.tokenward.detectors.Detector;
import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Latin words that were made unreadable for programs: with letters of other alphabets that are drawn like Latin ones, or cut
 * by invisible characters. {@link #FEWEST} such words are needed: a unit such as µm, a soft hyphen or one slip of the
 * keyboard is no disguise.
 */
public final class DisguisedWords implements Detector {
    static final int FEWEST = 3;
    /** Cyrillic and Greek letters that are drawn like small or capital Latin ones. */
    private static final String LOOKALIKES = "аеорсухіјѕԁһАВЕКМНОРСТУХІЈЅοορνικταΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    private static final int SHORTEST = 4;

    @Override
    public String name() {
        return "disguised-words";
    }

    @Override
    public boolean looksAtAscii() {
        return false;
    }

    @Override
    public List<Span> find(String text) {
        List<Span> words = List.of();
        for (int i = 0; i < text.length();) {
            char c = text.charAt(i);
            // Above Greek, Cyrillic and their like only what is invisible matters.
            if (c < 0x0370 || c >= 0x0530 && !isInvisible(c)) {
                i++;
                continue;
            }
            int start = i;
            while (start > 0 && isWordUnit(text.charAt(start - 1)))
                start--;
            int end = i;
            while (end < text.length() && isWordUnit(text.charAt(end)))
                end++;
            if (end - start >= SHORTEST && isDisguised(text, start, end)) {
                if (words.isEmpty()) words = new ArrayList<>();
                words.add(new Span(start, end));
            }
            i = Math.max(end, i + 1);
        }
        return words.size() >= FEWEST ? List.copyOf(words) : List.of();
    }

    private static boolean isWordUnit(char c) {
        return c < 128 ? Character.isLetterOrDigit(c) : Character.isLetterOrDigit(c) || isInvisible(c);
    }

    private static boolean isInvisible(char c) {
        return c >= 0x200B && c <= 0x200D || c == 0x2060 || c == 0xFEFF;
    }

    /** Mostly Latin, with a foreign letter that looks Latin or something invisible between two letters. */
    private static boolean isDisguised(String text, int start, int end) {
        int latin = 0;
        int odd = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') latin++;
            else if (LOOKALIKES.indexOf(c) >= 0 || isInvisible(c) && i > start && i + 1 < end) odd++;
            else if (c > 0x024F) return false;
        }
        return latin >= 2 && odd > 0;
    }
}
