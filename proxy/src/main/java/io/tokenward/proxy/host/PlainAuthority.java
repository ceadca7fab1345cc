package io.tokenward.proxy.host;

/**
 * Tells in one pass over the characters what nearly every {@code Host} field is: a name in ASCII, with a port or without. It never
 * says yes where {@link Host#authority} would find none; where it says no, that has to be asked.
 */
final class PlainAuthority {
    private static final int LONGEST_LABEL = 63;
    private static final int PORT_DIGITS = 5;
    private static final int LAST_PORT = 65_535;

    private PlainAuthority() {}

    static boolean is(String text) {
        int labelStart = 0;
        char before = '.';
        int i = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') break;
            if (c == '.') {
                if (!label(before, i - labelStart)) return false;
                labelStart = i + 1;
            } else if (c == '-') {
                // Two in a row may begin what IDNA reads.
                if (before == '.' || before == '-') return false;
            } else if (!letter(c) && !digit(c)) {
                return false;
            }
            before = c;
        }
        // A last label that begins with a digit may be a part of an address.
        return i <= Host.LONGEST && label(before, i - labelStart) && letter(text.charAt(labelStart)) && port(text, i);
    }

    private static boolean label(char last, int length) {
        return length > 0 && length <= LONGEST_LABEL && last != '-';
    }

    private static boolean port(String text, int colon) {
        if (colon == text.length()) return true;
        int digits = text.length() - colon - 1;
        if (digits < 1 || digits > PORT_DIGITS) return false;
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            if (!digit(text.charAt(i))) return false;
            port = port * 10 + text.charAt(i) - '0';
        }
        return port >= 1 && port <= LAST_PORT;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
