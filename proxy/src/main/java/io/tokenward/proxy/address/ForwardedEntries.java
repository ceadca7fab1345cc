package io.tokenward.proxy.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the entries of {@code Forwarded} (RFC 7239 §4) and {@code X-Forwarded-For}. Stateless. */
final class ForwardedEntries {
    private static final Pattern V6 = Pattern.compile("\\[([0-9a-fA-F:.]{2,45})](?::[0-9]{1,5})?");
    private static final Pattern V4_WITH_PORT = Pattern.compile("([0-9.]{7,15}):[0-9]{1,5}");

    /** Pairs and empty places between {@code ;} and {@code ,}; a quotation mark only around a whole value. */
    private static final Pattern LINE;

    static {
        String pair = "(?:[!#$%&'*+.^_`|~0-9A-Za-z-]++=(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s\",;]++))?+";
        LINE = Pattern.compile("\\s*+" + pair + "\\s*+(?:[;,]\\s*+" + pair + "\\s*+)*+");
    }

    private ForwardedEntries() {}

    /**
     * Whether a value of {@code Forwarded} can be read in one way only: a quotation mark that a client left open would swallow
     * what the next hop wrote behind it.
     */
    static boolean isWellFormed(String line) {
        return LINE.matcher(line).matches();
    }

    /** The parts between {@code separator}s that do not stand in a quoted string. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') quoted = !quoted;
            if (c == '\\' && quoted) i++;
            if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** The address after {@code for=} in an entry; nothing where there is none, or several. */
    static Optional<InetAddress> node(String entry) {
        List<String> found = new ArrayList<>();
        for (String pair : split(entry, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase("for"))
                found.add(pair.substring(equals + 1).strip());
        }
        return found.size() == 1 ? address(unquoted(found.getFirst())) : Optional.empty();
    }

    /** An address with or without a port; IPv6 in brackets, or bare without a port. */
    static Optional<InetAddress> address(String text) {
        Matcher v6 = V6.matcher(text);
        if (v6.matches()) return Addresses.of(v6.group(1));
        Matcher v4 = V4_WITH_PORT.matcher(text);
        return Addresses.of(v4.matches() ? v4.group(1) : text);
    }

    /** No address has a character that would have to be escaped. */
    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
