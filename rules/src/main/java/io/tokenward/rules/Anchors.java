package io.tokenward.rules;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Literals of which every match of a regular expression contains at least one: read off the expression, lower-cased in ASCII.
 * Empty where it has none.
 */
final class Anchors {
    private static final int MAX_DEPTH = 32;

    private final String regex;
    private int at;
    private int depth;

    private Anchors(String regex) {
        this.regex = regex;
    }

    static Set<String> of(String regex) {
        var anchors = new Anchors(regex);
        return anchors.alternatives();
    }

    /** What a predictable matcher does not do; empty where the expression has none of it. */
    static String forbidden(String regex) {
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                char next = regex.charAt(++i);
                if (next >= '1' && next <= '9' || next == 'k') return "back-references";
                if (next == 'Q') return "quotations with \\Q";
            } else if (c == '(' && i + 2 < regex.length() && regex.charAt(i + 1) == '?') {
                if ("=!<>".indexOf(regex.charAt(i + 2)) >= 0) return "look-around and named or independent groups";
            } else if ((c == '*' || c == '?' || c == '}') && i + 1 < regex.length() && regex.charAt(i + 1) == '+') {
                return "possessive quantifiers";
            }
        }
        return "";
    }

    /** ASCII letters in lower case, everything else and the length as they were. */
    static String lower(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++)
            if (chars[i] >= 'A' && chars[i] <= 'Z') chars[i] += 32;
        return new String(chars);
    }

    /** Up to the end of the group or expression. Every alternative must have anchors, or there are none. */
    private Set<String> alternatives() {
        Set<String> union = new LinkedHashSet<>();
        boolean all = true;
        while (true) {
            Set<String> one = sequence();
            all &= !one.isEmpty();
            union.addAll(one);
            if (at >= regex.length() || regex.charAt(at) != '|') break;
            at++;
        }
        return all ? union : Set.of();
    }

    private Set<String> sequence() {
        Set<String> best = Set.of();
        StringBuilder run = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            int literal = -1;
            Set<String> group = Set.of();
            char c = regex.charAt(at++);
            switch (c) {
                case '\\' -> literal = escape();
                case '[' -> skipClass();
                case '(' -> group = group();
                case '.', '^', '$' -> {}
                default -> literal = c;
            }
            Quantifier quantifier = quantifier();
            if (literal >= 0 && quantifier != Quantifier.OPTIONAL) run.append((char) literal);
            if (literal < 0 || quantifier != Quantifier.ONCE) {
                best = better(best, literal(run));
                if (quantifier != Quantifier.OPTIONAL) best = better(best, group);
            }
        }
        return better(best, literal(run));
    }

    private enum Quantifier {
        ONCE, REPEATED, OPTIONAL
    }

    private Quantifier quantifier() {
        if (at >= regex.length()) return Quantifier.ONCE;
        char c = regex.charAt(at);
        Quantifier found = switch (c) {
            case '*', '?' -> Quantifier.OPTIONAL;
            case '+' -> Quantifier.REPEATED;
            case '{' ->
                at + 1 < regex.length() && regex.charAt(at + 1) == '0' ? Quantifier.OPTIONAL : Quantifier.REPEATED;
            default -> Quantifier.ONCE;
        };
        if (found == Quantifier.ONCE) return found;
        if (c == '{') {
            while (at < regex.length() && regex.charAt(at) != '}')
                at++;
        }
        at++;
        if (at < regex.length() && regex.charAt(at) == '?') at++;
        return found;
    }

    /** Behind a backslash: the literal it stands for, or -1. */
    private int escape() {
        if (at >= regex.length()) return -1;
        char c = regex.charAt(at++);
        if (c == 'p' || c == 'P' || c == 'x' && at < regex.length() && regex.charAt(at) == '{') {
            while (at < regex.length() && regex.charAt(at) != '}')
                at++;
            at++;
            return -1;
        }
        if (c == 'u') at += 4;
        if (c == 'x') at += 2;
        return Character.isLetterOrDigit(c) ? -1 : c;
    }

    private void skipClass() {
        for (int open = at; at < regex.length(); at++) {
            char c = regex.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == ']' && at > open) {
                at++;
                return;
            }
        }
    }

    private Set<String> group() {
        if (++depth > MAX_DEPTH) {
            at = regex.length();
            return Set.of();
        }
        if (at < regex.length() && regex.charAt(at) == '?') {
            while (at < regex.length() && regex.charAt(at) != ':' && regex.charAt(at) != ')')
                at++;
            if (at < regex.length() && regex.charAt(at) == ':') at++;
        }
        Set<String> inside = alternatives();
        if (at < regex.length()) at++;
        depth--;
        return inside;
    }

    private static Set<String> literal(StringBuilder run) {
        if (run.isEmpty()) return Set.of();
        Set<String> one = Set.of(lower(run.toString()));
        run.setLength(0);
        return one;
    }

    /** The group whose shortest member is longer; the smaller one of equals. */
    private static Set<String> better(Set<String> a, Set<String> b) {
        int byLength = Integer.compare(shortest(a), shortest(b));
        if (byLength != 0) return byLength > 0 ? a : b;
        return b.isEmpty() || a.size() <= b.size() ? a : b;
    }

    private static int shortest(Set<String> group) {
        return group.stream().mapToInt(String::length).min().orElse(0);
    }
}
