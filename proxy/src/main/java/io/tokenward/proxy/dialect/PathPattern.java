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
    private final Pattern pattern;
    private final boolean modelled;

    private PathPattern(String literal, Pattern pattern, boolean modelled) {
        this.literal = literal;
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
                Pattern.compile(regex.toString()),
                template.contains("{model}"));
    }

    /** The model that a path names, empty text where this pattern has none; nothing where the path does not fit. */
    Optional<String> match(String path) {
        if (!path.startsWith(literal)) return Optional.empty();
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) return Optional.empty();
        return Optional.of(modelled ? plain(matcher.group("model")) : "");
    }

    private static String plain(String name) {
        return name.indexOf('%') < 0 ? name : name.replace("%3A", ":").replace("%2F", "/");
    }
}
