package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Keys of vendors that no table knows, in the manner that most of them have taken up: a short name, a word that says what kind
 * of key it is, then characters drawn at random: {@code acme_live_…}, {@code acme-pat-…}.
 */
final class MarkedKeys {
    private static final List<String> MARKS = List.of("live", "prod", "test", "sandbox", "dev", "pat", "oat", "sat",
            "sk",
            "api", "apikey", "key", "secret", "token", "access", "auth");
    static final List<String> ANCHORS = anchors();
    /** Names before a mark whose values everybody may know. */
    private static final Set<String> PUBLIC = Set.of("pk", "pub", "public", "publishable", "cs", "id", "sha", "hash",
            "cache",
            "max", "min", "the", "my", "your", "i18n", "css");
    private static final int LONGEST_NAME = 12;
    private static final int SHORTEST = 20;
    private static final int LONGEST = 128;

    private MarkedKeys() {}

    private static List<String> anchors() {
        var anchors = new ArrayList<String>();
        for (String mark : MARKS)
            for (char joint : new char[]{'_', '-'})
                anchors.add(joint + mark + joint);
        return List.copyOf(anchors);
    }

    /** {@code at} is where the joint before the mark stands. */
    static @Nullable Span verify(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST_NAME && isNameUnit(text.charAt(start - 1)))
            start--;
        if (at - start < 2 || !Boundary.startsToken(text, start) || PUBLIC.contains(text.substring(start, at)))
            return null;
        if (start > 0 && (text.charAt(start - 1) == '_' || text.charAt(start - 1) == '-')) return null;
        int body = text.indexOf(text.charAt(at), at + 1) + 1;
        int end = body;
        while (end < text.length() && end - body <= LONGEST && isAlphanumeric(text.charAt(end)))
            end++;
        if (end - body < SHORTEST || end - body > LONGEST || !ends(text, end)) return null;
        String value = text.substring(body, end);
        return Values.isToken(value) && !Placeholders.isMarkedSpecimen(text, body, end) ? new Span(start, end) : null;
    }

    private static boolean ends(String text, int end) {
        return end == text.length() || "_-+/".indexOf(text.charAt(end)) < 0
                && !(text.charAt(end) == '.' && end + 1 < text.length() && isAlphanumeric(text.charAt(end + 1)));
    }

    private static boolean isAlphanumeric(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static boolean isNameUnit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
