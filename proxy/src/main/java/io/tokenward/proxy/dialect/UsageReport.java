package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.problem.Denied;

/** Finds {@code "usage":{…}} in a piece of an answer. Within a string the quotes would be escaped, so a model cannot say it. */
final class UsageReport {
    private static final byte[] NAME = "\"usage\"".getBytes(StandardCharsets.US_ASCII);

    private UsageReport() {}

    /** Takes the last report that is whole; false where there is none. */
    static boolean last(byte[] bytes, int length, UsageTally tally) {
        for (int at = length - NAME.length; at >= 0; at--) {
            if (bytes[at] != '"' || !Arrays.equals(bytes, at, at + NAME.length, NAME, 0, NAME.length)) continue;
            int colon = skipSpace(bytes, at + NAME.length, length);
            if (colon >= length || bytes[colon] != ':') continue;
            int start = skipSpace(bytes, colon + 1, length);
            if (start >= length || bytes[start] != '{') continue;
            int end = end(bytes, start, length);
            if (end >= 0 && read(bytes, start, end, tally)) return true;
        }
        return false;
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
