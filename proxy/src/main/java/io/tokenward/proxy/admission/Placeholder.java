package io.tokenward.proxy.admission;

import io.tokenward.detectors.Span;

/**
 * What stands in place of a secret: {@code REDACTED_github_pat_k3Jd92Qx}. One word of letters, digits and underscores: it says
 * that something was taken out and what, and it fits wherever a token, a password or a name can stand, in a shell line, a URL,
 * YAML or code. Where a bare number of JSON was, it is put in quotation marks.
 */
final class Placeholder {
    /** What every placeholder begins with. */
    static final String MARK = "REDACTED_";
    private static final int TAG_LENGTH = 8;
    /** So far back it is asked whether a number stands in an array: there may be a thousand of them, and the text long. */
    static final int REACH = 1024;

    private Placeholder() {}

    /**
     * A placeholder.
     *
     * @param kind of what was taken out, such as {@code github-pat}
     * @param tag the beginning of a keyed hash over it
     */
    static String of(String kind, String tag, String text, Span span) {
        String word = MARK + kind.replace('-', '_') + "_" + tag.substring(0, TAG_LENGTH);
        if (!isJsonNumber(text, span)) return word;
        String mark = isEscaped(text, span.start()) ? "\\\"" : "\"";
        return mark + word + mark;
    }

    /** Digits between signs of JSON: {@code {"phone": 13912345678}}. */
    private static boolean isJsonNumber(String text, Span span) {
        for (int i = span.start(); i < span.end(); i++)
            if ("0123456789.-".indexOf(text.charAt(i)) < 0) return false;
        int before = span.start() - 1;
        while (before >= 0 && isBlank(text.charAt(before)))
            before--;
        int after = span.end();
        while (after < text.length() && isBlank(text.charAt(after)))
            after++;
        if (before < 1 || after == text.length() || ",}]".indexOf(text.charAt(after)) < 0) return false;
        return switch (text.charAt(before)) {
            case ':' -> text.charAt(before - 1) == '"';
            case '[', ',' -> before(text, '"', before) >= 0 && before(text, '[', before) >= 0;
            default -> false;
        };
    }

    /** Whether the quotation marks around are escaped: JSON in a string of JSON. */
    private static boolean isEscaped(String text, int at) {
        int quote = before(text, '"', at - 1);
        return quote > 0 && text.charAt(quote - 1) == '\\';
    }

    /** Where the sign stands, at that place or a little before it; -1 where it does not. */
    private static int before(String text, char sign, int at) {
        for (int i = at; i >= Math.max(0, at - REACH); i--)
            if (text.charAt(i) == sign) return i;
        return -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
