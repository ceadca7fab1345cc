package io.tokenward.rules;

import java.util.ArrayDeque;
import java.util.List;

/**
 * How large and how deep a query or a pattern may be. What reads them is recursive and multiplies out, so they are looked at
 * before: a pack must not bring down who loads it.
 */
final class LeafLimits {
    /** Longest pattern, in characters. */
    static final int MAX_PATTERN = 8192;
    /** Most repetitions that a regular expression may ask for by number: an automaton has a state for each, a pattern goes round. */
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
            start = i + 1;
        }
        if (repeats(query) > MAX_REPEATS) return "repeats a word more than " + MAX_REPEATS + " times";
        return "";
    }

    /** What is too much about a pattern; empty where nothing is. */
    static String pattern(String regex) {
        if (regex.length() > MAX_PATTERN) return "longer than " + MAX_PATTERN + " characters";
        if (depth(regex) > MAX_DEPTH) return "groups are nested deeper than " + MAX_DEPTH;
        if (repeats(regex) > MAX_REPEATS) return "repeats a part more than " + MAX_REPEATS + " times";
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

    /** How often something is repeated at most where repetitions stand inside one another: the numbers in braces, multiplied. */
    private static long repeats(String text) {
        // Of each open bracket what is repeated most in it. What looks like one and is none can only make it more.
        var inner = new ArrayDeque<Long>(List.of(1L));
        long last = 1;
        long most = 1;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> {
                    i++;
                    last = 1;
                }
                case '(' -> {
                    inner.push(1L);
                    last = 1;
                }
                case ')' -> {
                    last = inner.element();
                    if (inner.size() > 1) inner.pop();
                    raise(inner, last);
                }
                case '{' -> {
                    int close = text.indexOf('}', i);
                    if (close < 0) return most;
                    last = Math.min(Integer.MAX_VALUE, last * Math.max(1, largest(text.substring(i + 1, close))));
                    raise(inner, last);
                    most = Math.max(most, last);
                    i = close;
                }
                case '*', '+', '?' -> {}
                default -> last = 1;
            }
        }
        return most;
    }

    private static void raise(ArrayDeque<Long> inner, long times) {
        inner.push(Math.max(inner.pop(), times));
    }

    private static long largest(String bounds) {
        long largest = 0;
        for (String bound : bounds.split(",", -1))
            if (bound.matches("[0-9]{1,9}")) largest = Math.max(largest, Long.parseLong(bound));
        return largest;
    }
}
