package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Passwords among the arguments of well-known commands, in SQL and in {@code .netrc}: the place says what they are. */
final class CommandLines {
    private static final int WINDOW = 264;

    private CommandLines() {}

    /** The formats; of each expression the last group is the password. */
    static List<SecretFormat> all() {
        return List.of(
                format("curl[^\\n]{0,160}?\\s(?:-u|--user)[ =]?[\"']?[^\\s:\"']{1,40}:([^\\s\"'|;]{4,80})", "curl "),
                format("sshpass\\s+-p\\s?[\"']?([^\\s\"']{4,80})", "sshpass "),
                format("mysql(?:dump|admin)?\\s[^\\n]{0,120}?-p([^\\s\"'-][^\\s\"']{4,80})", "mysql ", "mysqldump ",
                        "mysqladmin "),
                format("(?:docker|podman|registry|nerdctl)\\slogin[^\\n]{0,120}?\\s-p[ =]?[\"']?([^\\s\"']{6,80})",
                        "docker login", "podman login", "registry login", "nerdctl login"),
                format("redis-cli\\s[^\\n]{0,80}?-a\\s+[\"']?([^\\s\"']{6,80})", "redis-cli "),
                format("identified\\s+(?:with\\s+\\w+\\s+)?by\\s+(?:password\\s+)?['\"]([^'\"\\s]{4,80})['\"]",
                        "identified "),
                format("machine\\s+\\S{1,120}\\s+login\\s+\\S{1,80}\\s+password\\s+[\"']?([^\\s\"']{4,80})",
                        "machine "),
                format("-(?:store|key)pass\\s+[\"']?([^\\s\"']{6,80})", "-storepass", "-keypass"),
                format("-pass(?:in|out)?\\s+pass:([^\\s\"']{4,80})", "-pass pass:", "-passin pass:", "-passout pass:"),
                format("convertto-securestring\\s+(?:-string\\s+)?[\"']([^\"'\\s]{6,80})[\"']",
                        "convertto-securestring"),
                format("[\\w.*-]{1,80}:(?:5432|\\*):[\\w*-]{1,60}:[\\w.-]{1,60}:([^\\s:]{4,80})(?=\\s|$)", ":5432:"));
    }

    private static SecretFormat format(String shape, String... anchors) {
        Pattern pattern = Pattern.compile(shape, Pattern.CASE_INSENSITIVE);
        boolean inside = anchors[0].startsWith(":");
        return SecretFormat.anyCase("secret-command-line", List.of(anchors),
                (text, at) -> verify(text, inside ? lineStart(text, at) : at, end(text, at, anchors), pattern));
    }

    /** A command that begins again ends the one before: many of them must not each be read with all that follow. */
    private static int end(String text, int at, String[] anchors) {
        int limit = Math.min(text.length(), at + WINDOW);
        for (String anchor : anchors) {
            int length = anchor.length();
            if (!text.regionMatches(true, at, anchor, 0, length)) continue;
            for (int i = at + length; i + length <= limit; i++)
                if (text.charAt(i) == text.charAt(at) && text.regionMatches(i, text, at, length)) return i;
        }
        return limit;
    }

    private static int lineStart(String text, int at) {
        int start = at;
        while (start > 0 && at - start < 80 && text.charAt(start - 1) > ' ')
            start--;
        return start;
    }

    private static @Nullable Span verify(String text, int at, int end, Pattern pattern) {
        Matcher matcher = pattern.matcher(text)
                .region(at, end)
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        if (!matcher.lookingAt()) return null;
        String value = matcher.group(1);
        String plain = value.toLowerCase(Locale.ROOT);
        boolean none = value.chars().anyMatch(c -> c >= 127) || value.startsWith("\\u") || Values.isReference(value)
                || Placeholders.saysSo(plain)
                || value.length() >= 12 && Placeholders.hardlyVaries(plain)
                || plain.startsWith("pass") || plain.startsWith("your") || plain.startsWith("my-")
                || !Values.mayBeSecret(value) && !pattern.pattern().startsWith("machine");
        return none ? null : new Span(matcher.start(1), matcher.end(1));
    }
}
