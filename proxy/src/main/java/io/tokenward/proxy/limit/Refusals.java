package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.problem.SpentRate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What callers read when a limit refuses them, whichever store keeps it. */
final class Refusals {
    private Refusals() {}

    /** What a caller reads of the level of its key. */
    static final String KEY = "this key";

    /**
     * @param who whose limit it is, in words
     * @param most that pass in a minute
     */
    static Denied requests(String who, long most, Duration wait) {
        return Problem.RATE_LIMITED.denied("Too many requests a minute for " + who + ".")
                .retryAfter(wait)
                .spent(new SpentRate(SpentRate.Of.REQUESTS, most, wait))
                .within(limit(who, "requests"));
    }

    /**
     * @param who whose limit it is, in words
     * @param most that pass in a minute
     */
    static Denied tokens(String who, long most, Duration wait) {
        return Problem.RATE_LIMITED.denied("Too many tokens a minute for " + who + ".")
                .retryAfter(wait)
                .spent(new SpentRate(SpentRate.Of.TOKENS, most, wait))
                .within(limit(who, "tokens"));
    }

    /** @param who whose limit it is, in words */
    static Denied concurrency(String who, int limit) {
        return Problem.CONCURRENCY_LIMITED
                .denied("More than " + limit + " requests of " + who + " at the same time.")
                .within(limit(who, "concurrency"));
    }

    static Denied quotaSpent(QuotaPeriod period, Plan plan, Instant resets) {
        return quota(period, plan, "is spent", resets);
    }

    /** @param held of what is taken, for requests that still run */
    static Denied quotaShort(QuotaPeriod period, Plan plan, long left, long wanted, long held, Instant resets) {
        String running = held > 0 ? ", " + held + " are held for requests still running" : "";
        return quota(period, plan, "has " + left + " left, this request may need " + wanted + running, resets);
    }

    /** @param grants when the plan grants the next tokens, in words or empty */
    static Denied packageSpent(Plan plan, String grants) {
        return tokenPackage(plan, "is spent", grants);
    }

    static Denied packageShort(Plan plan, long left, long wanted, String grants) {
        return tokenPackage(plan, "has " + left + " left, this request may need " + wanted, grants);
    }

    private static Denied quota(QuotaPeriod period, Plan plan, String how, Instant resets) {
        String daily = switch (period) {
            case DAY -> "daily";
            case MONTH -> "monthly";
        };
        String instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(resets.atZone(plan.zone()));
        return Problem.QUOTA_SPENT.denied("The " + daily + " token quota of plan " + plan.name() + " " + how
                + ". It resets at " + instant + " (" + plan.zone().getId() + ").")
                .within("plan.quotas." + period.name().toLowerCase(Locale.ROOT));
    }

    private static Denied tokenPackage(Plan plan, String how, String grants) {
        String next = grants.isEmpty() ? "" : " The plan grants the next tokens at " + grants + ".";
        return Problem.QUOTA_SPENT.denied("The token package of plan " + plan.name() + " " + how + "." + next)
                .within(TokenPackage.LIMIT);
    }

    /** Whose limit and the key of the configuration that sets it, as the audit log has it. */
    private static String limit(String who, String key) {
        return who.substring(who.indexOf(' ') + 1) + ".rates." + key;
    }
}
