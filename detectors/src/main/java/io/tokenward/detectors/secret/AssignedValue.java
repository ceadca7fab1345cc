package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A name and what is assigned to it, in code, configuration, headers, options or prose.
 *
 * @param name in lower case
 * @param text the value
 * @param span where the value stands
 * @param quoted whether it stands in quotation marks
 */
record AssignedValue(String name, String text, Span span, boolean quoted) {
    static final int LONGEST = 200;
    private static final int LONGEST_NAME = 48;
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]");
    /** What is in passwords and in no name. */
    private static final Pattern SIGN = Pattern.compile("[!@#$%^&*?+~]");
    /** Letters and digits that name and value have in common, fewer than which two words may share by chance. */
    private static final int SAME = 11;
    private static final Pattern CALL = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*\\(");
    /** What a value without quotation marks is made of: in code, any of the others ends it. */
    private static final boolean[] BARE = new boolean[127];

    static {
        for (char c = '!'; c < BARE.length; c++)
            BARE[c] = ",;\"'`<>(){}[]|\\&".indexOf(c) < 0;
    }

    private static final List<String> SCHEMES = List.of("Bearer ", "Basic ", "Token ", "NTLM ", "Digest ", "AWS ",
            "ApiKey ",
            "Bot ", "Key ");

    /** The assignment whose name has something at {@code at}, or null if nothing is assigned. */
    static @Nullable AssignedValue around(String text, int at) {
        int nameStart = at;
        while (nameStart > 0 && at - nameStart < LONGEST_NAME && isName(text.charAt(nameStart - 1)))
            nameStart--;
        int nameEnd = at;
        while (nameEnd < text.length() && nameEnd - at < LONGEST_NAME
                && (isName(text.charAt(nameEnd)) || nameEnd == at))
            nameEnd++;
        // Two words: secret key, access token.
        if (text.regionMatches(true, nameEnd, " key", 0, 4)) nameEnd += 4;
        else if (text.regionMatches(true, nameEnd, " token", 0, 6)) nameEnd += 6;
        // Two letters are in the middle of all sorts of things.
        if (nameEnd - nameStart == 2 && nameStart > 0 && text.charAt(nameStart) < 128
                && " \t\n\"'_-;,&?{(/".indexOf(text.charAt(nameStart - 1)) < 0)
            return null;
        if (Separator.isProse(text, nameStart, nameEnd)) return null;
        int from = Separator.end(text, nameStart, nameEnd);
        if (from < 0 && !mayBeCompared(text, nameStart)) return null;
        var name = new Span(nameStart, nameEnd);
        return from < 0 ? comparedBefore(text, name) : valueAt(text, name, from);
    }

    /**
     * Whether the value repeats the name for the greater part, as when a name is given another name:
     * {@code #define set_private_key nettle_set_private_key}. Nothing drawn at random says what it is called.
     */
    boolean repeatsItsName() {
        if (SIGN.matcher(text).find()) return false;
        String plainName = NO_WORD.matcher(name).replaceAll("");
        String plainValue = NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        int common = Math.max(SAME, (plainValue.length() + 1) / 2);
        for (int i = 0; i + common <= plainName.length(); i++)
            if (plainValue.contains(plainName.substring(i, i + common))) return true;
        return false;
    }

    private static boolean mayBeCompared(String text, int nameStart) {
        int at = nameStart;
        while (at > 0 && text.charAt(at - 1) == ' ')
            at--;
        return at > 1 && text.charAt(at - 1) == '=' && "=!".indexOf(text.charAt(at - 2)) >= 0;
    }

    /** A literal that is compared with what has the name: {@code "…" == password}. */
    private static @Nullable AssignedValue comparedBefore(String text, Span name) {
        int at = name.start();
        while (at > 0 && text.charAt(at - 1) == ' ')
            at--;
        int sign = at;
        while (sign > 0 && at - sign < 3 && "=!".indexOf(text.charAt(sign - 1)) >= 0)
            sign--;
        if (at - sign < 2) return null;
        while (sign > 0 && text.charAt(sign - 1) == ' ')
            sign--;
        if (sign < 2 || !isQuote(text.charAt(sign - 1))) return null;
        char quote = text.charAt(sign - 1);
        int start = sign - 1;
        while (start > 0 && sign - start <= LONGEST && isValue(text.charAt(start - 1), quote))
            start--;
        boolean opened = start > 0 && text.charAt(start - 1) == quote && sign - start <= LONGEST;
        return opened && start < sign - 1
                ? of(text, name, start, sign - 1, true)
                : null;
    }

    private static boolean isName(char c) {
        return c < 128 ? Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' : isChineseName(c);
    }

    private static boolean isChineseName(char c) {
        return c == '密' || c == '码' || c == '钥' || c == '口' || c == '令' || c == '牌';
    }

    private static @Nullable AssignedValue valueAt(String text, Span name, int from) {
        int start = from;
        char quote = 0;
        // JSON inside a string has its quotation marks escaped.
        boolean escaped = text.startsWith("\\\"", start) || text.startsWith("\\'", start);
        if (escaped) start++;
        if (start < text.length() && isQuote(text.charAt(start))) quote = text.charAt(start++);
        start = withoutScheme(text, start);
        int end = start;
        int limit = Math.min(text.length(), start + LONGEST + 1);
        // In a URL inside a URL the next parameter begins at %26.
        boolean inUrl = start >= 3 && text.regionMatches(true, start - 3, "%3D", 0, 3);
        while (end < limit && isValue(text.charAt(end), quote) && !(inUrl && text.startsWith("%26", end)))
            end++;
        if (end - start > LONGEST || end == start) return null;
        if (quote == 0) {
            AssignedValue whole = toTheBlank(text, name, start, limit);
            if (whole != null) return whole;
        }
        boolean closed = quote == 0 || end < text.length() && text.charAt(end) == (escaped ? '\\' : closing(quote));
        if (quote == 0) end = withoutPunctuation(text, start, end);
        // A call or an index: what follows is code.
        boolean code = quote == 0 && end < text.length() && (text.charAt(end) == '(' || text.charAt(end) == '[');
        if (!closed || code || end <= start) return null;
        return of(text, name, start, end, quote != 0);
    }

    private static AssignedValue of(String text, Span name, int start, int end, boolean quoted) {
        return new AssignedValue(text.substring(name.start(), name.end()).toLowerCase(Locale.ROOT),
                text.substring(start, end), new Span(start, end), quoted);
    }

    /** A bare value with brackets in it, which would end a value in code. */
    private static @Nullable AssignedValue toTheBlank(String text, Span name, int start, int limit) {
        int end = start;
        while (end < limit && text.charAt(end) > ' ' && text.charAt(end) < 127)
            end++;
        while (end > start && "\"'`,;".indexOf(text.charAt(end - 1)) >= 0)
            end--;
        if (end - start > LONGEST || end - start < 12) return null;
        String value = text.substring(start, end);
        if (CALL.matcher(value).lookingAt()) return null;
        boolean bracketed = value.indexOf('{') >= 0 || value.indexOf('[') >= 0;
        return bracketed && Values.isScramble(value)
                ? of(text, name, start, end, false)
                : null;
    }

    /** {@code Authorization: Bearer …}: the scheme is no part of the value. */
    private static int withoutScheme(String text, int start) {
        // Nearly all values begin with something else.
        if (start >= text.length() || "BNTDAK".indexOf(text.charAt(start) & ~0x20) < 0) return start;
        for (String scheme : SCHEMES)
            if (text.regionMatches(true, start, scheme, 0, scheme.length())) return start + scheme.length();
        return start;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`' || c == '“' || c == '‘' || c == '「' || c == '『';
    }

    private static char closing(char quote) {
        return switch (quote) {
            case '“' -> '”';
            case '‘' -> '’';
            case '「' -> '」';
            case '『' -> '』';
            default -> quote;
        };
    }

    private static boolean isValue(char c, char quote) {
        if (quote != 0) return c != quote && c > ' ' && c < 127 && c != '\\';
        return c < BARE.length && BARE[c];
    }

    private static int withoutPunctuation(String text, int start, int end) {
        int cut = end;
        while (cut > start && ".:/".indexOf(text.charAt(cut - 1)) >= 0)
            cut--;
        return cut;
    }

    @Override
    public String toString() {
        return "AssignedValue[" + span + "]";
    }
}
