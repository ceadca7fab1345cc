package io.tokenward.proxy.dialect;

import java.util.List;

import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/**
 * Where a dialect's usage objects tell tokens.
 *
 * @param input what is added up; of each list, the first name that is there
 * @param output the first name that is there
 */
record UsageFields(List<List<String>> input, List<String> output) {
    UsageFields {
        input = input.stream().map(List::copyOf).toList();
        output = List.copyOf(output);
    }

    /** The number under the first of the names that is there, or -1. */
    static long number(JsonObject usage, List<String> names) {
        for (String name : names) {
            if (!(usage.get(name).orElse(null) instanceof JsonNumber number)) continue;
            String text = number.text();
            // Eighteen digits fit a long, and several of them can be added.
            return text.length() <= 18 && whole(text) ? Long.parseLong(text) : -1;
        }
        return -1;
    }

    private static boolean whole(String number) {
        for (int i = 0; i < number.length(); i++)
            if (number.charAt(i) < '0' || number.charAt(i) > '9') return false;
        return true;
    }
}
