package io.tokenward.proxy.dialect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The last number that was told under each name: reports of a stream are running totals, and each may tell a part. Not thread-safe. */
final class UsageTally {
    private final UsageFields fields;
    private final long[] input;
    private final long[] output;
    private final List<List<String>> detailed;
    private final long[] details;

    UsageTally(UsageFields fields) {
        this.fields = fields;
        this.input = unknown(fields.input());
        this.output = unknown(fields.output());
        this.detailed = List.of(fields.details().cached(), fields.details().reasoning(), fields.details().seconds());
        this.details = unknown(detailed);
    }

    UsageFields fields() {
        return fields;
    }

    /** False where the object tells nothing. */
    boolean take(JsonObject usage) {
        return take(names -> UsageFields.number(usage, names));
    }

    /** The same where {@code found} knows the number of the first of some names that is there, or -1. */
    boolean take(ToLongFunction<List<String>> found) {
        boolean told = take(fields.input(), input, found);
        told = take(fields.output(), output, found) || told;
        return take(detailed, details, found) || told;
    }

    Optional<Usage> usage() {
        long in = sum(input);
        long out = sum(output);
        if (in < 0 && out < 0 && details[2] < 0) return Optional.empty();
        return Optional.of(new Usage(Math.max(in, 0), Math.max(out, 0), Math.max(details[0], 0),
                Math.max(details[1], 0), Math.max(details[2], 0)));
    }

    private static boolean take(List<List<String>> names, long[] last, ToLongFunction<List<String>> found) {
        boolean told = false;
        for (int i = 0; i < last.length; i++) {
            long number = found.applyAsLong(names.get(i));
            if (number < 0) continue;
            last[i] = number;
            told = true;
        }
        return told;
    }

    private static long[] unknown(List<List<String>> names) {
        long[] none = new long[names.size()];
        Arrays.fill(none, -1);
        return none;
    }

    private static long sum(long[] parts) {
        long sum = -1;
        for (long part : parts)
            if (part >= 0) sum = Math.max(sum, 0) + part;
        return sum;
    }
}
