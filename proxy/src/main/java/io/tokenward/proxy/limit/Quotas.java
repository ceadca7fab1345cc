package io.tokenward.proxy.limit;

import java.util.OptionalLong;

/**
 * What all keys of a tenant on one plan may use in a calendar period of the plan's zone. Whatever is empty is unlimited.
 *
 * @param day weighted tokens a calendar day, at least 1
 * @param month weighted tokens a calendar month, at least 1
 */
public record Quotas(OptionalLong day, OptionalLong month) {
    private static final Quotas UNLIMITED = new Quotas(OptionalLong.empty(), OptionalLong.empty());

    /** @throws IllegalArgumentException for a quota below 1 */
    public Quotas {
        day.ifPresent(tokens -> check("day", tokens));
        month.ifPresent(tokens -> check("month", tokens));
    }

    /** No limit at all. */
    public static Quotas unlimited() {
        return UNLIMITED;
    }

    /** The quota of that period. */
    OptionalLong of(QuotaPeriod period) {
        return switch (period) {
            case DAY -> day;
            case MONTH -> month;
        };
    }

    boolean limited() {
        return day.isPresent() || month.isPresent();
    }

    private static void check(String name, long tokens) {
        if (tokens < 1) throw new IllegalArgumentException(name + " must be at least 1, was " + tokens);
    }
}
