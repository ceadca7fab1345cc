package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.EncodedRuns.Decoded;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Letters spelled by the words of the radio alphabet (ICAO Annex 10): {@code india golf november}. Stateless; linear time. */
final class SpellingAlphabet {
    private static final int FEWEST = 6;
    private static final List<String> WORDS = List.of("alfa", "alpha", "bravo", "charlie", "delta", "echo", "foxtrot",
            "golf",
            "hotel", "india", "juliett", "juliet", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec",
            "romeo",
            "sierra", "tango", "uniform", "victor", "whiskey", "whisky", "xray", "x-ray", "yankee", "zulu");
    private static final Map<String, Character> LETTERS = WORDS.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), word -> word.charAt(0)));
    /** Longest word and the widest gap between two. */
    private static final int LONGEST = 8;
    private static final int WIDEST_GAP = 3;

    private SpellingAlphabet() {}

    /** Whether a few of the rarer words occur: false for ordinary texts, at the cost of one search. */
    static boolean mayHaveAny(String text) {
        int tango = indexOf(text, "tango");
        if (tango >= 0) return true;
        return indexOf(text, "november") >= 0 && (indexOf(text, "sierra") >= 0 || indexOf(text, "romeo") >= 0
                || indexOf(text, "foxtrot") >= 0 || indexOf(text, "uniform") >= 0);
    }

    private static int indexOf(String text, String word) {
        int at = text.indexOf(word);
        if (at >= 0) return at;
        at = text.indexOf(word.toUpperCase(Locale.ROOT));
        return at >= 0 ? at : text.indexOf(Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }

    static void decodeAll(String text, List<Decoded> found) {
        if (!mayHaveAny(text)) return;
        var plain = new StringBuilder();
        int start = -1;
        int last = -1;
        int letters = 0;
        for (int at = 0; at <= text.length();) {
            int end = wordEnd(text, at);
            Character letter = end > at && end - at <= LONGEST
                    ? LETTERS.get(text.substring(at, end).toLowerCase(Locale.ROOT))
                    : null;
            if (letter != null && (last < 0 || at - last <= WIDEST_GAP)) {
                if (last < 0) start = at;
                else if (at - last > 1) plain.append(' ');
                plain.append(letter.charValue());
                letters++;
                last = end;
            } else if (last >= 0 && (end > at || at - last > WIDEST_GAP || at == text.length())) {
                if (letters >= FEWEST) found.add(new Decoded("spelled", plain.toString(), new Span(start, last)));
                plain.setLength(0);
                letters = 0;
                last = -1;
            }
            at = Math.max(end, at + 1);
        }
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '-' && end > start))
            end++;
        return end;
    }
}
