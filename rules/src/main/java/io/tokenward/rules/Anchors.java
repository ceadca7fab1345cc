package io.tokenward.rules;

import java.util.Locale;

/**
 * The literal that a regular expression cannot match without: the longest run of plain characters outside groups, classes and
 * alternatives, none of it optional. Empty where there is none of three characters or more.
 */
final class Anchors {
    static final int MIN_LENGTH = 3;

    private Anchors() {
    }

    static String of(String regex) {
        if (topLevelAlternative(regex)) return "";
        String best = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            boolean literal = false;
            char value = c;
            if (c == '\\' && i + 1 < regex.length()) {
                value = regex.charAt(++i);
                literal = depth == 0 && !Character.isLetterOrDigit(value);
            } else if (c == '[') {
                i = classEnd(regex, i);
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '{') {
                while (i < regex.length() && regex.charAt(i) != '}') i++;
            } else {
                literal = depth == 0 && ".*+?^$|".indexOf(c) < 0;
            }
            boolean optional = i + 1 < regex.length() && "*?{".indexOf(regex.charAt(i + 1)) >= 0;
            if (literal && !optional) {
                run.append(value);
            } else {
                best = longer(best, run);
            }
        }
        best = longer(best, run);
        return best.length() < MIN_LENGTH ? "" : best.toLowerCase(Locale.ROOT);
    }

    /** What a linear, predictable matcher does not do; empty where the expression has none of it. */
    static String forbidden(String regex) {
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                char next = regex.charAt(++i);
                if (next >= '1' && next <= '9' || next == 'k') return "back-references";
            } else if (c == '(' && regex.startsWith("(?", i) && !regex.startsWith("(?:", i)) {
                return "groups other than (…) and (?:…)";
            }
        }
        return "";
    }

    private static boolean topLevelAlternative(String regex) {
        int depth = 0;
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '[' -> i = classEnd(regex, i);
                case '(' -> depth++;
                case ')' -> depth--;
                case '|' -> {
                    if (depth == 0) return true;
                }
                default -> {
                }
            }
        }
        return false;
    }

    private static int classEnd(String regex, int open) {
        for (int i = open + 1; i < regex.length(); i++) {
            if (regex.charAt(i) == '\\') {
                i++;
            } else if (regex.charAt(i) == ']' && i > open + 1) {
                return i;
            }
        }
        return regex.length();
    }

    private static String longer(String best, StringBuilder run) {
        String candidate = run.toString();
        run.setLength(0);
        return candidate.length() > best.length() ? candidate : best;
    }
}
