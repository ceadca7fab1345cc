package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.EncodedRuns.Decoded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Morse (ITU-R M.1677-1) with letters between blanks and words between slashes. Stateless; linear time. */
final class MorseCode {
    static final int FEWEST_MARKS = 16;
    private static final int FEWEST_LETTERS = 8;
    private static final int LONGEST_LETTER = 6;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,?";
    private static final String[] CODES = (".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
            + ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- --..-- ..--..")
            .split(" ");
    private static final Map<String, Character> BY_CODE = new HashMap<>();

    static {
        for (int i = 0; i < CODES.length; i++)
            BY_CODE.put(CODES[i], LETTERS.charAt(i));
    }

    private MorseCode() {}

    static void decodeAll(String text, List<Decoded> found) {
        for (int at = 0; at < text.length();) {
            if (mark(text.charAt(at)) == 0) {
                at++;
                continue;
            }
            int end = at;
            int last = at;
            while (end < text.length() && (mark(text.charAt(end)) != 0 || isGap(text.charAt(end)))) {
                if (mark(text.charAt(end)) != 0) last = end + 1;
                end++;
            }
            if (last - at >= FEWEST_MARKS) decode(text, at, last, found);
            at = end;
        }
    }

    private static void decode(String text, int start, int end, List<Decoded> found) {
        var plain = new StringBuilder();
        var letter = new StringBuilder();
        int letters = 0;
        for (int i = start; i <= end; i++) {
            char c = i < end ? text.charAt(i) : ' ';
            char mark = mark(c);
            if (mark != 0) {
                if (letter.length() >= LONGEST_LETTER) return;
                letter.append(mark);
                continue;
            }
            if (!letter.isEmpty()) {
                Character known = BY_CODE.get(letter.toString());
                // One wrong letter and it is a ruler, not Morse.
                if (known == null) return;
                plain.append(known.charValue());
                letters++;
                letter.setLength(0);
            }
            boolean word = c == '/' || c == '|' || c == '\n' || c == ' ' && i > start && text.charAt(i - 1) == ' ';
            if (word && !plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') plain.append(' ');
        }
        if (letters >= FEWEST_LETTERS && varied(plain))
            found.add(new Decoded("morse", plain.toString(), new Span(start, end)));
    }

    /** Dots alone, such as those of a table of contents, give one letter again and again. */
    private static boolean varied(CharSequence plain) {
        return plain.chars().filter(c -> c != ' ').distinct().limit(4).count() == 4;
    }

    private static char mark(char c) {
        return switch (c) {
            case '.', '·', '•', '∙' -> '.';
            case '-', '_', '–', '—', '−' -> '-';
            default -> 0;
        };
    }

    private static boolean isGap(char c) {
        return c == ' ' || c == '/' || c == '|' || c == '\n' || c == '\t';
    }
}
