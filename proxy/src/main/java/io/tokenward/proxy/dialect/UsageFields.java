package io.tokenward.proxy.dialect;

import java.util.List;

import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/**
 * Where a dialect's answers tell tokens.
 *
 * @param holder the name of the object that holds the numbers; empty where they stand in the answer itself
 * @param input what is added up; of each list, the first name that is there
 * @param output the same
 * @param details parts of them, and what is no token
 */
record UsageFields(String holder, List<List<String>> input, List<List<String>> output, Details details) {
    /**
     * Numbers besides; of each list, the first name that is there.
     *
     * @param cached of the input
     * @param reasoning of the output
     * @param seconds of audio
     */
    record Details(List<String> cached, List<String> reasoning, List<String> seconds) {
        static final Details NONE = new Details(List.of(), List.of(), List.of());
    }

    /** Where no more is told. */
    UsageFields(String holder, List<List<String>> input, List<List<String>> output) {
        this(holder, input, output, Details.NONE);
    }

    UsageFields {
        input = input.stream().map(List::copyOf).toList();
        output = output.stream().map(List::copyOf).toList();
    }

    /** The number under the first of the names that is there, or -1; {@code a.b} is b in the object a. */
    static long number(JsonObject usage, List<String> names) {
        for (String name : names) {
            JsonObject owner = usage;
            int from = 0;
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
                owner = owner.get(name.substring(from, dot)).orElse(null) instanceof JsonObject inner ? inner : NONE;
                from = dot + 1;
            }
            if (owner.get(name.substring(from)).orElse(null) instanceof JsonNumber number) return whole(number.text());
        }
        return -1;
    }

    private static final JsonObject NONE = new JsonObject(List.of(), 0, 0);

    /** Eighteen digits fit a long, and several of them can be added. */
    static long whole(String digits) {
        if (digits.isEmpty() || digits.length() > 18) return -1;
        for (int i = 0; i < digits.length(); i++)
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') return -1;
        return Long.parseLong(digits);
    }
}
