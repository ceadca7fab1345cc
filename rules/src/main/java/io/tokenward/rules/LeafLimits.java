package io.tokenward.rules;

/**
 * How large and how deep a query or a pattern may be. What reads them is recursive and multiplies out, so they are looked at
 * before: a pack must not bring down who loads it.
 */
final class LeafLimits {
    /** Longest pattern, in characters. */
    static final int MAX_PATTERN = 8192;
    /** Most repetitions that a regular expression in a query may ask for by number: its automaton has a state for each. */
    static final int MAX_REPEATS = 1000;
    /** Longest word of a query, in characters: an automaton is made for one with wildcards. */
    static final int MAX_WORD = 256;
    /** Deepest nesting of brackets. */
    static final int MAX_DEPTH = 32;

    private LeafLimits() {}

    /** What is too much about a query, its words expanded; empty where nothing is. */
    static String query(String query) {
        if (depth(query) > MAX_DEPTH) return "brackets are nested deeper than " + MAX_DEPTH;
        int start = 0;
        for (int i = 0; i <= query.length(); i++) {
            if (i < query.length() && !Character.isWhitespace(query.charAt(i))) continue;
            if (i - start > MAX_WORD) return "a word is longer than " + MAX_WORD + " characters";
            if (repeats(query.substring(start, i)) > MAX_REPEATS)
                return "a word repeats more than " + MAX_REPEATS + " times";
            start = i + 1;
        }
        return "";
    }

    /** What is too much about a pattern; empty where nothing is. */
    static String pattern(String regex) {
        if (regex.length() > MAX_PATTERN) return "longer than " + MAX_PATTERN + " characters";
        if (depth(regex) > MAX_DEPTH) return "groups are nested deeper than " + MAX_DEPTH;
        return "";
    }

    private static int depth(String text) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') i++;
            else if (c == '(' || c == '[' || c == '{') deepest = Math.max(deepest, ++depth);
            else if (c == ')' || c == ']' || c == '}') depth = Math.max(0, depth - 1);
        }
        return deepest;
    }

    /** The numbers in braces, multiplied: repetitions stand inside one another. */
    private static long repeats(String regex) {
        long product = 1;
        for (int open = regex.indexOf('{'); open >= 0; open = regex.indexOf('{', open + 1)) {
            int close = regex.indexOf('}', open);
            if (close < 0) break;
            product = Math.min(Integer.MAX_VALUE, product * Math.max(1, largest(regex.substring(open + 1, close))));
        }
        return product;
    }

    private static long largest(String bounds) {
        long largest = 0;
        for (String bound : bounds.split(",", -1))
            if (bound.matches("[0-9]{1,9}")) largest = Math.max(largest, Long.parseLong(bound));
        return largest;
    }
}
