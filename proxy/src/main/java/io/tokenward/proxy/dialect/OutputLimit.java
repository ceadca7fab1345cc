package io.tokenward.proxy.dialect;

import java.util.List;

import io.tokenward.proxy.problem.Denied;

/**
 * Where a request says how many tokens its answers may have. Immutable.
 *
 * @param limits the greatest of them counts; {@code a.b} is b in the object a
 * @param answers how many answers there are: the greatest of them counts
 * @param unlimited whether a negative number means no limit
 */
record OutputLimit(List<String> limits, List<String> answers, boolean unlimited) {
    /** Answers without tokens, such as embeddings. */
    static final OutputLimit NONE = new OutputLimit(List.of(), List.of(), false);

    OutputLimit {
        limits = List.copyOf(limits);
        answers = List.copyOf(answers);
    }

    static OutputLimit of(String... limits) {
        return new OutputLimit(List.of(limits), List.of(), false);
    }

    /** The same for as many answers as those members say. */
    OutputLimit times(String... names) {
        return new OutputLimit(limits, List.of(names), unlimited);
    }

    /** The same where a negative number means no limit. */
    OutputLimit orUnlimited() {
        return new OutputLimit(limits, answers, true);
    }

    /** The most tokens all answers together may have, or -1 where the request sets no limit. */
    long of(RequestFields fields) throws Denied {
        if (limits.isEmpty()) return 0;
        long limit = -1;
        for (String name : limits)
            limit = Math.max(limit, fields.integer(name, unlimited ? -2 : 0, -1));
        long times = 1;
        for (String name : answers)
            times = Math.max(times, fields.integer(name, 1, 1));
        return limit < 0 ? -1 : limit * times;
    }
}
