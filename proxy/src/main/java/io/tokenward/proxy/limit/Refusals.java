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

    /** What a caller reads of the quota of its plan. */
    static final String PLAN = "this plan";
    /** A program that is told to wait for longer does not wait at all. */
    private static final Duration MOST_WAIT = Duration.ofMinutes(1);

    /**
     * A rate refused.
     *
     * @param what requests, tokens or bytes
     * @param who whose limit it is, in words
     */
    static Denied rate(String what, String who, Rate rate, Duration wait) {
        Denied denied = Problem.RATE_LIMITED.denied("Too many " + what + " " + rate.words() + " for " + who + ".")
                .retryAfter(wait.compareTo(MOST_WAIT) > 0 ? MOST_WAIT : wait)
                .within(limit(who, what));
        // What APIs tell of a rate in headers is of a minute.
        if (!rate.window().equals(Rate.MINUTE)) return denied;
        return switch (what) {
            case "requests" -> denied.spent(new SpentRate(SpentRate.Of.REQUESTS, rate.amount(), wait));
            case "tokens" -> denied.spent(new SpentRate(SpentRate.Of.TOKENS, rate.amount(), wait));
            default -> denied;
        };
    }

    /** @param who whose limit it is, in words */
    static Denied concurrency(String who, int limit) {
        return Problem.CONCURRENCY_LIMITED
                .denied("More than " + limit + " requests of " + who + " at the same time.")
                .within(limit(who, "concurrency"));
    }

    static Denied quotaSpent(QuotaPeriod period, Metered of, Plan plan, Instant resets) {
        return quota(period, of, plan, "is spent", resets);
    }

    /** @param held of what is taken, for requests that still run */
    static Denied quotaShort(QuotaPeriod period, Metered of, Plan plan, long left, long wanted, long held,
            Instant resets) {
        String running = held > 0 ? ", " + words(of, plan, held) + " are held for requests still running" : "";
        return quota(period, of, plan,
                "has " + words(of, plan, left) + " left, this request may need " + words(of, plan, wanted) + running,
                resets);
    }

    /** @param grants when the plan grants the next tokens, in words or empty */
    static Denied packageSpent(Plan plan, String grants) {
        return tokenPackage(plan, "is spent", grants);
    }

    static Denied packageShort(Plan plan, long left, long wanted, String grants) {
        return tokenPackage(plan, "has " + left + " left, this request may need " + wanted, grants);
    }

    private static Denied quota(QuotaPeriod period, Metered of, Plan plan, String how, Instant resets) {
        String daily = switch (period) {
            case DAY -> "daily ";
            case MONTH -> "monthly ";
        };
        String what = switch (of.meter().unit()) {
            case TOKENS -> "token quota of ";
            case MONEY -> "budget of ";
        };
        String key = switch (of.meter().unit()) {
            case TOKENS -> ".quotas.";
            case MONEY -> ".budget.";
        };
        String whose = of.who().equals(PLAN) ? "plan " + plan.name() : of.who();
        String instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(resets.atZone(plan.zone()));
        return Problem.QUOTA_SPENT.denied("The " + daily + what + whose + " " + how
                + ". It resets at " + instant + " (" + plan.zone().getId() + ").")
                .within(level(of.who()) + key + period.name().toLowerCase(Locale.ROOT));
    }

    private static String words(Metered of, Plan plan, long amount) {
        return of.meter().unit() == Unit.MONEY && plan.money().isPresent()
                ? plan.money().get().words(amount)
                : Long.toString(amount);
    }

    private static Denied tokenPackage(Plan plan, String how, String grants) {
        String next = grants.isEmpty() ? "" : " The plan grants the next tokens at " + grants + ".";
        return Problem.QUOTA_SPENT.denied("The token package of plan " + plan.name() + " " + how + "." + next)
                .within(TokenPackage.LIMIT);
    }

    /** Whose limit and the key of the configuration that sets it, as the audit log has it. */
    private static String limit(String who, String key) {
        return level(who) + ".rates." + key;
    }

    private static String level(String who) {
        return who.substring(who.indexOf(' ') + 1);
    }
}
