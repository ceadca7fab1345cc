package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.problem.Denied;

/**
 * Finds a report such as {@code "usage":{…}} in a piece of an answer. Within a string the quotes would be escaped, so a model
 * cannot say it. Immutable and thread-safe.
 */
final class UsageReport {
    /** So many objects of that name are looked into: each could be as long as the whole piece, and end nowhere. */
    static final int MOST = 64;

    private final byte[] holder;

    UsageReport(UsageFields fields) {
        this.holder = quoted(fields.holder());
    }

    /** Takes the last report that is whole; false where there is none. */
    boolean last(byte[] bytes, int length, UsageTally tally) {
        if (holder.length == 2) return tally.take(names -> number(bytes, length, names));
        int seen = 0;
        for (int at = length - holder.length; at >= 0 && seen < MOST; at--) {
            if (!at(bytes, at, holder)) continue;
            int start = value(bytes, at + holder.length, length);
            if (start >= length || bytes[start] != '{') continue;
            seen++;
            int end = end(bytes, start, length);
            if (end >= 0 && read(bytes, start, end, tally)) return true;
        }
        return false;
    }

    /** The last number under the first of the names that is there, or -1. */
    private static long number(byte[] bytes, int length, List<String> names) {
        for (String name : names) {
            byte[] wanted = quoted(name);
            for (int at = length - wanted.length; at >= 0; at--) {
                if (!at(bytes, at, wanted)) continue;
                int start = value(bytes, at + wanted.length, length);
                int end = start;
                while (end < length && bytes[end] >= '0' && bytes[end] <= '9')
                    end++;
                long number = UsageFields
                        .whole(new String(bytes, Math.min(start, length), end - Math.min(start, length),
                                StandardCharsets.ISO_8859_1));
                if (number >= 0) return number;
            }
        }
        return -1;
    }

    private static byte[] quoted(String name) {
        return ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean at(byte[] bytes, int at, byte[] name) {
        return bytes[at] == '"' && Arrays.equals(bytes, at, at + name.length, name, 0, name.length);
    }

    /** Where the value after a name begins; {@code length} where none does. */
    private static int value(byte[] bytes, int from, int length) {
        int colon = skipSpace(bytes, from, length);
        return colon >= length || bytes[colon] != ':' ? length : skipSpace(bytes, colon + 1, length);
    }

    private static int skipSpace(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] >= 0 && bytes[at] <= ' ')
            at++;
        return at;
    }

    /** One past the brace that closes the object, or -1. Quotes are minded, names in usage objects hold no others. */
    private static int end(byte[] bytes, int start, int length) {
        int depth = 0;
        boolean quoted = false;
        for (int at = start; at < length; at++) {
            byte b = bytes[at];
            if (quoted && b == '\\') {
                at++;
            } else if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && b == '{') {
                depth++;
            } else if (!quoted && b == '}' && --depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static boolean read(byte[] bytes, int start, int end, UsageTally tally) {
        try {
            return tally.take(JsonReader.read(Arrays.copyOfRange(bytes, start, end), FieldNames.NONE));
        } catch (Denied unreadable) {
            return false;
        }
    }
}
