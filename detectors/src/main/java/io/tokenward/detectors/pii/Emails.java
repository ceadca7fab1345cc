package io.tokenward.detectors.pii;

import io.tokenward.detectors.Span;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** E-mail addresses (RFC 5321, without quoted local parts); file names, hosts of git and examples of manuals are none. */
final class Emails {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 190;
    /** Last parts of file names that stand behind an {@code @}: {@code icon@2x.png}. */
    private static final Set<String> FILES = Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "css",
            "json",
            "md", "py", "java", "html", "xml", "yml", "yaml", "lock", "tgz", "so", "dll", "jar", "service", "local",
            "invalid", "test", "localhost");
    private static final Set<String> NOBODY = Set.of("git", "noreply", "no-reply", "donotreply");

    private Emails() {}

    /** The address whose {@code @} stands at {@code at}. */
    static @Nullable Span around(String text, int at) {
        int start = at;
        while (start > 0 && at - start <= LONGEST_LOCAL && isLocal(text.charAt(start - 1)))
            start--;
        while (start < at && ".-+%".indexOf(text.charAt(start)) >= 0)
            start++;
        if (start == at || at - start > LONGEST_LOCAL || text.charAt(at - 1) == '.') return null;
        if (start > 0
                && (text.charAt(start - 1) == '/' || text.charAt(start - 1) == ':' && isPassword(text, start - 1)))
            return null;
        int end = domainEnd(text, at + 1);
        if (end < 0) return null;
        String domain = text.substring(at + 1, end).toLowerCase(Locale.ROOT);
        String last = domain.substring(domain.lastIndexOf('.') + 1);
        boolean none = FILES.contains(last) || NOBODY.contains(text.substring(start, at).toLowerCase(Locale.ROOT));
        return none || domain.chars().noneMatch(Character::isLetter) ? null : new Span(start, end);
    }

    /** {@code user:password@host}. */
    private static boolean isPassword(String text, int colon) {
        return colon > 0 && Reading.isAlphanumeric(text.charAt(colon - 1)) && text.lastIndexOf("://", colon) >= 0
                && colon - text.lastIndexOf("://", colon) < 40;
    }

    private static int domainEnd(String text, int from) {
        int i = from;
        int dots = 0;
        int label = from;
        int end = -1;
        while (i < text.length() && i - from < LONGEST_DOMAIN) {
            char c = text.charAt(i);
            if (Reading.isAlphanumeric(c) || c == '-' && i > label) {
                i++;
                continue;
            }
            if (dots > 0 && isTop(text, label, i)) end = i;
            if (c != '.' || i == label) break;
            dots++;
            label = ++i;
        }
        if (dots > 0 && isTop(text, label, i)) end = i;
        boolean goesOn = end >= 0 && end < text.length() && (text.charAt(end) == '@' || text.charAt(end) == '_');
        return goesOn ? -1 : end;
    }

    private static boolean isTop(String text, int start, int end) {
        if (end - start < 2 || end - start > 24) return false;
        if (text.regionMatches(true, start, "xn--", 0, 4)) return true;
        for (int i = start; i < end; i++)
            if (!Character.isLetter(text.charAt(i))) return false;
        return true;
    }

    private static boolean isLocal(char c) {
        return Reading.isAlphanumeric(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
    }
}
