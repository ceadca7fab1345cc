package io.tokenward.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Literals of which every match of a regular expression contains at least one: read off the expression, lower-cased in ASCII.
 * Empty where it has none.
 */
final class Anchors {
    /** So long that it makes no difference how long. */
    static final int FAR = 1 << 20;
    private static final int MAX_DEPTH = 32;

    /** A part of an expression: its anchors, each with the most units that may stand before it, and its own greatest length. */
    private record Part(Map<String, Integer> anchors, int length) {}

    private final String regex;
    private int at;
    private int depth;
    private int most;

    private Anchors(String regex) {
        this.regex = regex;
    }

    static List<Anchor> of(String regex) {
        var anchors = new Anchors(regex);
        return anchors.alternatives()
                .anchors()
                .entrySet()
                .stream()
                .map(entry -> new Anchor(entry.getKey(), entry.getValue()))
                .toList();
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
    private Part alternatives() {
        Map<String, Integer> union = new LinkedHashMap<>();
        boolean all = true;
        int length = 0;
        while (true) {
            Part one = sequence();
            all &= !one.anchors().isEmpty();
            one.anchors().forEach((literal, before) -> union.merge(literal, before, Math::max));
            length = Math.max(length, one.length());
            if (at >= regex.length() || regex.charAt(at) != '|') break;
            at++;
        }
        return new Part(all ? union : Map.of(), length);
    }

    private Part sequence() {
        Map<String, Integer> best = Map.of();
        StringBuilder run = new StringBuilder();
        int before = 0;
        int runStart = 0;
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            int literal = -1;
            Part part = new Part(Map.of(), 0);
            char c = regex.charAt(at++);
            switch (c) {
                case '\\' -> {
                    int width = widthOfEscape();
                    literal = escape();
                    part = new Part(Map.of(), width);
                }
                case '[' -> {
                    skipClass();
                    part = new Part(Map.of(), 2);
                }
                case '(' -> part = group();
                case '.' -> part = new Part(Map.of(), 2);
                case '^', '$' -> {}
                default -> {
                    literal = c;
                    part = new Part(Map.of(), 1);
                }
            }
            Quantifier quantifier = quantifier();
            if (literal >= 0 && quantifier != Quantifier.OPTIONAL) {
                if (run.isEmpty()) runStart = before;
                run.append((char) literal);
            }
            if (literal < 0 || quantifier != Quantifier.ONCE) {
                best = better(best, literal(run, runStart));
                if (quantifier != Quantifier.OPTIONAL) best = better(best, behind(part.anchors(), before));
            }
            before = (int) Math.min(FAR, before + (long) part.length() * most);
        }
        return new Part(better(best, literal(run, runStart)), before);
    }

    private static Map<String, Integer> behind(Map<String, Integer> anchors, int before) {
        Map<String, Integer> moved = new LinkedHashMap<>();
        anchors.forEach((literal, offset) -> moved.put(literal, Math.min(FAR, offset + before)));
        return moved;
    }

    /** Behind a backslash: the most units that it stands for. */
    private int widthOfEscape() {
        if (at >= regex.length()) return 0;
        char c = regex.charAt(at);
        if ("bBAzZG".indexOf(c) >= 0) return 0;
        return Character.isLetterOrDigit(c) ? 2 : 1;
    }

    private enum Quantifier {
        ONCE, REPEATED, OPTIONAL
    }

    /** How often at least; {@link #most} then says how often at most. */
    private Quantifier quantifier() {
        most = 1;
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
        if (c != '?') most = FAR;
        if (c == '{') {
            int open = at;
            while (at < regex.length() && regex.charAt(at) != '}')
                at++;
            most = upperBound(regex.substring(open + 1, Math.min(at, regex.length())));
        }
        at++;
        if (at < regex.length() && regex.charAt(at) == '?') at++;
        return found;
    }

    private static int upperBound(String bounds) {
        String upper = bounds.substring(bounds.indexOf(',') + 1);
        boolean number = !upper.isEmpty() && upper.length() < 6 && upper.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(upper) : FAR;
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

    private Part group() {
        if (++depth > MAX_DEPTH) {
            at = regex.length();
            return new Part(Map.of(), FAR);
        }
        if (at < regex.length() && regex.charAt(at) == '?') {
            while (at < regex.length() && regex.charAt(at) != ':' && regex.charAt(at) != ')')
                at++;
            if (at < regex.length() && regex.charAt(at) == ':') at++;
        }
        Part inside = alternatives();
        if (at < regex.length()) at++;
        depth--;
        return inside;
    }

    private static Map<String, Integer> literal(StringBuilder run, int before) {
        if (run.isEmpty()) return Map.of();
        Map<String, Integer> one = Map.of(lower(run.toString()), before);
        run.setLength(0);
        return one;
    }

    /** The group whose shortest member is longer; the smaller one of equals. */
    private static Map<String, Integer> better(Map<String, Integer> a, Map<String, Integer> b) {
        int byLength = Integer.compare(shortest(a), shortest(b));
        if (byLength != 0) return byLength > 0 ? a : b;
        return b.isEmpty() || a.size() <= b.size() ? a : b;
    }

    private static int shortest(Map<String, Integer> group) {
        return group.keySet().stream().mapToInt(String::length).min().orElse(0);
    }
}
