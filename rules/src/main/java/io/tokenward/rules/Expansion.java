package io.tokenward.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Word lists in queries: {@code $name} becomes {@code fn:or(…)}. */
final class Expansion {
    /** Largest query after expansion, in characters. */
    static final int MAX_LENGTH = 64 << 10;
    /** All queries of a rule together. */
    static final int MAX_RULE = 256 << 10;
    private static final String LIST_NAME = "[A-Za-z][A-Za-z0-9-]*";
    private static final Pattern NAME = Pattern.compile("\\$(" + LIST_NAME + ")");

    private final Map<String, List<String>> words;
    private int left = MAX_RULE;

    /** @param words of the rule and of its pack; the rule's own come first */
    Expansion(Map<String, List<String>> words) {
        this.words = words;
    }

    /** Whether a query can name a list so. */
    static boolean isName(String name) {
        return name.matches(LIST_NAME);
    }

    /** The names of all lists. */
    Set<String> names() {
        return words.keySet();
    }

    /** The first name in the query that is no list. */
    Optional<String> unknown(String query) {
        Matcher name = NAME.matcher(query);
        while (name.find())
            if (!words.containsKey(name.group(1))) return Optional.of(name.group(1));
        return Optional.empty();
    }

    /**
     * The query with all lists written out; all names must be known.
     *
     * @return nothing where that is longer than {@link #MAX_LENGTH} or, with those before it, than {@link #MAX_RULE}
     */
    Optional<String> expand(String query) {
        var expanded = new StringBuilder();
        Matcher name = NAME.matcher(query);
        int from = 0;
        while (name.find()) {
            expanded.append(query, from, name.start()).append(list(words.getOrDefault(name.group(1), List.of())));
            from = name.end();
            if (expanded.length() > MAX_LENGTH) return Optional.empty();
        }
        expanded.append(query, from, query.length());
        left -= expanded.length();
        return expanded.length() > MAX_LENGTH || left < 0 ? Optional.empty() : Optional.of(expanded.toString());
    }

    private static String list(List<String> entries) {
        StringBuilder or = new StringBuilder("fn:or(");
        for (String entry : entries) {
            if (or.length() > 6) or.append(' ');
            boolean phrase = entry.chars().anyMatch(Character::isWhitespace);
            or.append(phrase ? "\"" + entry.replace("\"", "") + "\"" : entry);
        }
        return or.append(')').toString();
    }
}
