package io.tokenward.detectors.secret;

/** What stands between the name and the value of an assignment, in code, configuration, command lines and prose. */
final class Separator {
    private static final int LONGEST = 12;

    private Separator() {}

    /**
     * Where the value begins, or -1 if nothing is assigned.
     *
     * @param at one past the name
     * @param option whether the name is that of a command line option, where a blank assigns
     */
    static int end(String text, int at, boolean option) {
        int i = at;
        int limit = Math.min(text.length(), at + LONGEST);
        if (assignedInside(text, at)) return blanks(text, at, limit);
        while (i < limit
                && (text.charAt(i) == '"' || text.charAt(i) == '\'' || text.charAt(i) == ']' || text.charAt(i) == ')'
                        || text.charAt(i) == '\\' || text.charAt(i) == '`'))
            i++;
        int afterName = i;
        i = blanks(text, i, limit);
        if (i >= limit) return -1;
        boolean blank = i > afterName;
        int sign = sign(text, i);
        if (sign > 0) return blanks(text, i + sign, limit);
        if (blank && wordIs(text, i)) return blanks(text, i + 2, limit);
        return blank && option && afterName == at ? i : -1;
    }

    /** Names such as {@code 密码是} carry their verb, {@code bearer } its blank. */
    private static boolean assignedInside(String text, int at) {
        return at > 0 && "是为：".indexOf(text.charAt(at - 1)) >= 0;
    }

    private static int sign(String text, int at) {
        if (text.startsWith(":=", at) || text.startsWith("=>", at)) return 2;
        char c = text.charAt(at);
        if (c == '=' && !text.startsWith("==", at)) return 1;
        return c == ':' && !text.startsWith("::", at) && !text.startsWith("://", at) || c == '：' || c == '是' || c == '为'
                ? 1
                : 0;
    }

    private static boolean wordIs(String text, int at) {
        return text.startsWith("is ", at);
    }

    private static int blanks(String text, int at, int limit) {
        int i = at;
        while (i < limit && (text.charAt(i) == ' ' || text.charAt(i) == '\t'))
            i++;
        return i;
    }
}
