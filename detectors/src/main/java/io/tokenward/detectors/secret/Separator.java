package io.tokenward.detectors.secret;

/** What stands between the name and the value of an assignment, in code, configuration, command lines and prose. */
final class Separator {
    private static final int LONGEST = 24;

    private Separator() {}

    /** A quick look: a blank and a small letter that no verb of assigning begins with. */
    static boolean isProse(String text, int start, int end) {
        if (end + 1 >= text.length() || text.charAt(end) != ' ') return false;
        char next = text.charAt(end + 1);
        boolean letter = next >= 'a' && next <= 'z' && "ibaoft".indexOf(next) < 0;
        return letter && text.charAt(start) != '-' && text.charAt(start) != 'P' && !isDefined(text, start);
    }

    /** Where the value begins, or -1 if nothing is assigned to the name from {@code start} to {@code end}. */
    static int end(String text, int start, int end) {
        int limit = Math.min(text.length(), end + LONGEST);
        int closed = closing(text, end, limit);
        int at = blanks(text, closed, limit);
        if (at >= limit) return -1;
        int sign = sign(text, at, start);
        if (sign > 0) return typed(text, blanks(text, at + sign, limit), limit);
        if (at == closed) return -1;
        boolean quoted = isQuote(text.charAt(at));
        // A blank assigns behind an option, and in SQL and macros where a quoted value follows.
        boolean loud = text.charAt(start) == 'P' && text.startsWith("PASSWORD", start) || isDefined(text, start);
        if (closed == end && (quoted || loud || text.charAt(start) == '-')) return at;
        return word(text, at, limit);
    }

    /** {@code #define NAME value}, {@code %define name value}. */
    private static boolean isDefined(String text, int start) {
        int i = start;
        while (i > 0 && (text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t'))
            i--;
        return i < start && i >= 7 && text.startsWith("define", i - 6);
    }

    private static int closing(String text, int from, int limit) {
        int i = from;
        // An array of that name: char secret[25] = …
        if (i < limit && text.charAt(i) == '[') {
            int digits = i + 1;
            while (digits < limit && text.charAt(digits) >= '0' && text.charAt(digits) <= '9')
                digits++;
            if (digits < limit && text.charAt(digits) == ']') i = digits + 1;
        }
        while (i < limit && "\"'])`\\".indexOf(text.charAt(i)) >= 0)
            i++;
        return i;
    }

    private static int sign(String text, int at, int nameStart) {
        if (text.startsWith("===", at) || text.startsWith("!==", at)) return compared(text, at, 3);
        if (text.startsWith("==", at) || text.startsWith("!=", at)) return compared(text, at, 2);
        if (text.startsWith(":=", at) || text.startsWith("=>", at)) return 2;
        if (text.startsWith("%3D", at) || text.startsWith("%3d", at)) return 3;
        return switch (text.charAt(at)) {
            case '=', '：' -> 1;
            case '是', '为', '就', '等', '设', '改', '更', '重' -> chinese(text, at);
            case ':' -> text.startsWith("::", at) || text.startsWith("://", at) ? 0 : 1;
            case '>' -> nameStart > 0 && text.charAt(nameStart - 1) == '<' ? 1 : 0;
            case ',' -> compared(text, at, 1);
            default -> 0;
        };
    }

    /** 是, 设置为, 改成了 and the like, with a colon or without. */
    private static int chinese(String text, int at) {
        for (String verb : CHINESE) {
            if (!text.startsWith(verb, at)) continue;
            int end = at + verb.length();
            boolean colon = end < text.length() && (text.charAt(end) == '：' || text.charAt(end) == ':');
            return verb.length() + (colon ? 1 : 0);
        }
        return 0;
    }

    /** Comparisons and arguments count only with a literal: {@code password == "…"}, {@code PASSWORD, "…"}. */
    private static int compared(String text, int at, int length) {
        int value = blanks(text, at + length, Math.min(text.length(), at + length + 4));
        return value < text.length() && isQuote(text.charAt(value)) ? length : 0;
    }

    /** Behind a type: {@code password: String = "…"}. */
    private static int typed(String text, int from, int limit) {
        int i = from;
        while (i < limit && Character.isLetter(text.charAt(i)))
            i++;
        if (i == from) return from;
        int sign = blanks(text, i, limit);
        boolean assigned = sign > i && sign + 1 < limit && text.charAt(sign) == '=' && text.charAt(sign + 1) == ' ';
        return assigned ? blanks(text, sign + 1, limit) : from;
    }

    private static int word(String text, int at, int limit) {
        for (String word : WORDS)
            if (text.regionMatches(true, at, word, 0, word.length())) return blanks(text, at + word.length(), limit);
        for (String word : FURTHER)
            if (text.startsWith(word, at)) return afterVerb(text, at + word.length());
        for (String word : DEFAULTS) {
            int value = blanks(text, at + word.length(), limit);
            if (text.startsWith(word, at) && value < limit && isQuote(text.charAt(value))) return value;
        }
        return -1;
    }

    /** {@code the key for the staging box is …}: what the name belongs to stands between. */
    private static int afterVerb(String text, int from) {
        int limit = Math.min(text.length(), from + 48);
        for (int i = from; i < limit; i++) {
            char c = text.charAt(i);
            if (c == ':') return i + 1 < limit && text.charAt(i + 1) == ' ' ? i + 2 : -1;
            if (c == ' ' && text.startsWith("is ", i + 1)) return i + 4;
            if (!Character.isLetterOrDigit(c) && c != ' ' && c != '-' && c != '\'') return -1;
        }
        return -1;
    }

    /** The longer ones first. */
    private static final String[] CHINESE = {"就是", "等于", "设置成了", "设置成", "设置为", "更改为", "更新为", "重置为", "重设为", "改成了", "改成",
            "改为", "设为", "设成", "是", "为"};
    private static final String[] FURTHER = {"for ", "of ", "to ", "on ", "in "};
    private static final String[] WORDS = {"is ", "by ", "as "};
    /** Before what counts where nothing is set: {@code getenv("PASSWORD") or "…"}. */
    private static final String[] DEFAULTS = {"or ", "||", "??"};

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private static int blanks(String text, int at, int limit) {
        int i = at;
        while (i < limit && (text.charAt(i) == ' ' || text.charAt(i) == '\t'))
            i++;
        return i;
    }
}
