package io.tokenward.proxy.dialect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The last number that was told under each name: reports of a stream are running totals, and each may tell a part. Not thread-safe. */
final class UsageTally {
    private final UsageFields fields;
    private final long[] input;
    private long output = -1;

    UsageTally(UsageFields fields) {
        this.fields = fields;
        this.input = new long[fields.input().size()];
        Arrays.fill(input, -1);
    }

    /** False where the object tells nothing. */
    boolean take(JsonObject usage) {
        boolean told = false;
        int i = 0;
        for (List<String> names : fields.input()) {
            long found = UsageFields.number(usage, names);
            if (found >= 0) input[i] = found;
            told |= found >= 0;
            i++;
        }
        long found = UsageFields.number(usage, fields.output());
        if (found >= 0) output = found;
        return told || found >= 0;
    }

    Optional<Usage> usage() {
        long sum = -1;
        for (long part : input)
            if (part >= 0) sum = Math.max(sum, 0) + part;
        return sum < 0 && output < 0 ? Optional.empty() : Optional.of(new Usage(Math.max(sum, 0), Math.max(output, 0)));
    }
}
