package io.tokenward.proxy.dialect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in which {@code {model}} stands for the name of a model and {@code {id}} for any other name. A name is one segment as
 * it was sent, never a dot segment; {@code %3A} and {@code %2F} may stand in it.
 */
final class PathPattern {
    private static final String NAME = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9._:@%~+=,-]{1,256}?";

    private final String literal;
    /** What stands behind the last name. */
    private final String ending;
    private final Pattern pattern;
    private final boolean modelled;
    /** Whether there is one name, which is then all that stands between the literal texts. */
    private final boolean single;

    private PathPattern(String literal, String ending, Pattern pattern, boolean modelled,
            boolean single) {
        this.single = single;
        this.literal = literal;
        this.ending = ending;
        this.pattern = pattern;
        this.modelled = modelled;
    }

    static PathPattern of(String template) {
        var regex = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int end = open < 0 ? template.length() : open;
            regex.append(Pattern.quote(template.substring(at, end)));
            if (open < 0) break;
            at = template.indexOf('}', open) + 1;
            boolean model = template.startsWith("{model}", open);
            regex.append(model ? "(?<model>" : "(?:").append(NAME).append(')');
        }
        return new PathPattern(template.substring(0, Math.max(0, template.indexOf('{'))),
                template.substring(template.lastIndexOf('}') + 1), Pattern.compile(regex.toString()),
                template.contains("{model}"), template.indexOf('{') == template.lastIndexOf('{'));
    }

    /** The model that a path names, empty text where this pattern has none; nothing where the path does not fit. */
    Optional<String> match(String path) {
        // Most paths fit none of many patterns, and this tells cheaply.
        if (!path.startsWith(literal) || !path.endsWith(ending)) return Optional.empty();
        if (single) {
            int end = path.length() - ending.length();
            if (!isName(path, literal.length(), end)) return Optional.empty();
            return Optional.of(modelled ? plain(path.substring(literal.length(), end)) : "");
        }
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) return Optional.empty();
        return Optional.of(modelled ? plain(matcher.group("model")) : "");
    }

    /** What {@link #NAME} says, without its machinery. */
    private static boolean isName(String path, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 256) return false;
        if (path.charAt(from) == '.' && (length == 1 || length == 2 && path.charAt(from + 1) == '.')) return false;
        for (int i = from; i < to; i++) {
            char c = path.charAt(i);
            boolean ordinary = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || "._:@%~+=,-".indexOf(c) >= 0;
            if (!ordinary) return false;
        }
        return true;
    }

    private static String plain(String name) {
        return name.indexOf('%') < 0 ? name : name.replace("%3A", ":").replace("%2F", "/");
    }
}
