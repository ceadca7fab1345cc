package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.Locale;
import java.util.regex.Pattern;

/** Passwords as people choose them, believed only where a user and a host stand beside: in the settings of a connection. */
final class Logins {
    private static final int REACH = 160;
    /** A word with a digit at its end or somewhere in it. */
    private static final Pattern WEAK = Pattern.compile("(?=[^0-9]{0,16}[0-9])[A-Za-z0-9@!#$%^&*._-]{6,24}");
    private static final Pattern USER = Pattern.compile("user|login|uid|account");
    private static final Pattern HOST = Pattern.compile("host|server|\"port|port=|<port|target|remote");

    private Logins() {}

    static boolean isWeakPassword(AssignedValue value) {
        String plain = value.text().toLowerCase(Locale.ROOT);
        return WEAK.matcher(value.text()).matches() && Character.isLetter(value.text().charAt(0))
                && !Placeholders.saysSo(plain) && !Placeholders.counts(plain) && !plain.contains("pass")
                && !plain.contains("test") && !plain.contains("secret") && plain.indexOf('.') < 0;
    }

    /** Whether a user and a host are named within a few lines of the value. */
    static boolean surround(String text, Span value) {
        int from = Math.max(0, value.start() - REACH);
        int to = Math.min(text.length(), value.end() + REACH);
        String around = text.substring(from, to).toLowerCase(Locale.ROOT);
        return USER.matcher(around).find() && HOST.matcher(around).find();
    }
}
