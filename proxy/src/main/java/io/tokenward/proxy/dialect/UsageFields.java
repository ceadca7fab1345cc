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
            boolean whole = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return whole ? Long.parseLong(text) : -1;
        }
        return -1;
    }
}
