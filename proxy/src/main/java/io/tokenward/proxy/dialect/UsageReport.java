package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.problem.Denied;

/** Finds {@code "usage":{…}} in a piece of an answer. Within a string the quotes would be escaped, so a model cannot say it. */
final class UsageReport {
    private static final byte[] NAME = "\"usage\"".getBytes(StandardCharsets.US_ASCII);

    private UsageReport() {}

    /** The last report that is whole. */
    static Optional<Usage> last(byte[] bytes, int length) {
        for (int at = length - NAME.length; at >= 0; at--) {
            if (bytes[at] != '"' || !Arrays.equals(bytes, at, at + NAME.length, NAME, 0, NAME.length)) continue;
            int colon = skipSpace(bytes, at + NAME.length, length);
            if (colon >= length || bytes[colon] != ':') continue;
            int start = skipSpace(bytes, colon + 1, length);
            if (start >= length || bytes[start] != '{') continue;
            Optional<Usage> usage = read(bytes, start, end(bytes, start, length));
            if (usage.isPresent()) return usage;
        }
        return Optional.empty();
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

    private static Optional<Usage> read(byte[] bytes, int start, int end) {
        if (end < 0) return Optional.empty();
        try {
            JsonObject usage = JsonReader.read(Arrays.copyOfRange(bytes, start, end), FieldNames.NONE);
            long input = number(usage, "prompt_tokens", "input_tokens");
            long output = number(usage, "completion_tokens", "output_tokens");
            if (input < 0 && output < 0) return Optional.empty();
            return Optional.of(new Usage(Math.max(input, 0), Math.max(output, 0)));
        } catch (Denied unreadable) {
            return Optional.empty();
        }
    }

    private static long number(JsonObject usage, String name, String otherName) {
        if (!(usage.get(name).or(() -> usage.get(otherName)).orElse(null) instanceof JsonNumber number)) return -1;
        String text = number.text();
        // Eighteen digits fit a long, and two of them can be added.
        return text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(text) : -1;
    }
}
