package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Allowance;
import io.tokenward.proxy.limit.Factors;
import io.tokenward.proxy.limit.Quotas;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what may be used in calendar days and months: tokens under one key, money under another. */
final class AllowanceReader {
    // A million million tokens a day or month is beyond any endpoint, and far from where sums of longs overflow.
    private static final long MOST_TOKENS = 1_000_000_000_000L;
    private static final double MOST_MONEY = 1_000_000;

    private AllowanceReader() {}

    static Allowance read(Section section, String quotas, String budget) {
        return new Allowance(quotas(section.section(quotas, "day", "month")),
                budget(section.section(budget, "day", "month")));
    }

    static Quotas quotas(Section section) {
        return quotas(section, count(section, "day"), count(section, "month"), "quota");
    }

    /** In millionths of the currency. */
    static Quotas budget(Section section) {
        return quotas(section, micros(section, "day"), micros(section, "month"), "budget");
    }

    private static Quotas quotas(Section section, OptionalLong day, OptionalLong month, String what) {
        if (day.isPresent() && month.isPresent() && day.getAsLong() > month.getAsLong())
            section.find("day").ifPresent(value -> value.error("must not be more than the month's " + what));
        return new Quotas(day, month);
    }

    private static OptionalLong count(Section section, String key) {
        Optional<Value> found = section.find(key);
        return found.isPresent() ? found.get().count(1, MOST_TOKENS) : OptionalLong.empty();
    }

    private static OptionalLong micros(Section section, String key) {
        Optional<Value> found = section.find(key);
        OptionalDouble amount = found.isPresent() ? found.get().decimal() : OptionalDouble.empty();
        if (amount.isEmpty()) return OptionalLong.empty();
        if (amount.getAsDouble() > 0 && amount.getAsDouble() <= MOST_MONEY)
            return OptionalLong.of(Factors.millionths(amount.getAsDouble()));
        found.get().error("must be more than 0 and at most 1000000");
        return OptionalLong.empty();
    }
}
