package io.tokenward.detectors.secret;

/**
 * How many units a regular expression needs at least, so that words too short for it are passed over without asking it. Knows what
 * the format tables use: classes, groups, alternatives, quantifiers, looks around; no back references.
 */
final class ShortestMatch {
    private final String shape;
    private int at;

    private ShortestMatch(String shape) {
        this.shape = shape;
    }

    /** The length of the shortest text that the expression matches. */
    static int of(String shape) {
        var reading = new ShortestMatch(shape);
        int shortest = reading.alternatives();
        if (reading.at != shape.length()) throw new IllegalArgumentException("unbalanced bracket in " + shape);
        return shortest;
    }

    private int alternatives() {
        int shortest = sequence();
        while (at < shape.length() && shape.charAt(at) == '|') {
            at++;
            shortest = Math.min(shortest, sequence());
        }
        return shortest;
    }

    private int sequence() {
        int units = 0;
        while (at < shape.length() && shape.charAt(at) != '|' && shape.charAt(at) != ')') {
            int once = piece();
            units += once * repetitions();
        }
        return units;
    }

    private int piece() {
        char c = shape.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> {
                skipClass();
                yield 1;
            }
            case '\\' -> {
                char escaped = shape.charAt(at++);
                yield escaped == 'b' || escaped == 'B' ? 0 : 1;
            }
            case '^', '$' -> 0;
            default -> 1;
        };
    }

    private int group() {
        boolean looks = shape.startsWith("?=", at) || shape.startsWith("?!", at) || shape.startsWith("?<", at);
        if (shape.startsWith("?:", at)) at += 2;
        else if (looks) at += shape.startsWith("?<", at) ? 3 : 2;
        int units = alternatives();
        at++;
        return looks ? 0 : units;
    }

    private void skipClass() {
        // A closing bracket that comes first belongs to the class.
        int from = at + 1;
        for (at = from; shape.charAt(at) != ']'; at++)
            if (shape.charAt(at) == '\\') at++;
        at++;
    }

    /** How often the piece before has to be there. */
    private int repetitions() {
        if (at == shape.length()) return 1;
        int least = switch (shape.charAt(at)) {
            case '?', '*' -> 0;
            case '{' -> leastOfBraces();
            default -> 1;
        };
        if ("?*+}".indexOf(shape.charAt(at)) >= 0) at++;
        else
            return least;
        // Reluctant or possessive.
        if (at < shape.length() && "?+".indexOf(shape.charAt(at)) >= 0) at++;
        return least;
    }

    private int leastOfBraces() {
        int end = at + 1;
        while (Character.isDigit(shape.charAt(end)))
            end++;
        int least = Integer.parseInt(shape, at + 1, end, 10);
        at = shape.indexOf('}', end);
        return least;
    }
}
