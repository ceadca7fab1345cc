package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The words from which a wallet can be made anew (BIP 39): 12, 15, 18, 21 or 24 short ones behind their name. */
final class SeedPhrase {
    static final List<String> NAMES = List.of("mnemonic", "seed phrase", "recovery phrase", "助记词");
    private static final int FEWEST = 12;
    private static final int MOST = 24;
    private static final int FEWEST_DIFFERENT = 9;
    private static final int SHORTEST_WORD = 3;
    private static final int LONGEST_WORD = 8;
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?:\\s?(?:phrase|words))?[\"'`]?\\s{0,3}(?:[:=：是为]|is|are)?\\s{0,3}[\"'`]?(?=[a-z]{3,8}[ ,])");
    /** Common words that are in no list of seed words. */
    private static final Set<String> STOP = Set.of("the", "and", "for", "are", "with", "that", "this", "from", "your",
            "not", "was", "have", "should", "which", "been", "will", "must", "words", "phrase", "when", "where", "its",
            "mnemonic");

    private SeedPhrase() {}

    /** {@code at} is where one of the names stands. */
    static @Nullable Span verify(String text, int at) {
        int from = Math.min(text.length(), at + (text.charAt(at) == '助' ? 3 : 8));
        while (from < text.length() && from - at < 16 && Character.isLetter(text.charAt(from))
                && text.charAt(from) < 128)
            from++;
        Matcher matcher = ASSIGNED.matcher(text).region(from, Math.min(text.length(), from + 32));
        return matcher.lookingAt() ? phrase(text, matcher.end()) : null;
    }

    /** The words from there on; the first that no list has ends the look. */
    private static @Nullable Span phrase(String text, int start) {
        var different = new HashSet<String>();
        int words = 0;
        int end = start;
        for (int at = start; words < MOST;) {
            int wordEnd = wordEnd(text, at);
            if (wordEnd == at) break;
            String word = text.substring(at, wordEnd);
            if (STOP.contains(word)) return null;
            different.add(word);
            words++;
            end = wordEnd;
            at = gapEnd(text, wordEnd);
            if (at == wordEnd) break;
        }
        boolean counted = words >= FEWEST && words % 3 == 0;
        return counted && different.size() >= FEWEST_DIFFERENT ? new Span(start, end) : null;
    }

    /** One past a word of three to eight letters, or {@code from} where none stands. */
    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && end - from <= LONGEST_WORD && text.charAt(end) >= 'a' && text.charAt(end) <= 'z')
            end++;
        return end - from >= SHORTEST_WORD && end - from <= LONGEST_WORD ? end : from;
    }

    private static int gapEnd(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < 2 && (text.charAt(end) == ' ' || text.charAt(end) == ','))
            end++;
        return end;
    }
}
