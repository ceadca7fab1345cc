package io.tokenward.proxy.limit;

import java.time.Duration;

/**
 * So much in a window of time.
 *
 * @param amount 1 to {@link Rates#MOST} for each minute of the window
 * @param window a second, a minute, an hour or a day
 */
public record Rate(long amount, Duration window) {
    static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** @throws IllegalArgumentException for an amount or a window outside its bounds */
    public Rate {
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(DAY) > 0)
            throw new IllegalArgumentException("window must be a second to a day, was " + window);
        // A token a nanosecond: Bucket4j refuses to fill a bucket faster.
        if (amount < 1 || amount > window.toNanos())
            throw new IllegalArgumentException("amount must be 1 to " + window.toNanos() + ", was " + amount);
    }

    /** So much a minute. */
    public static Rate perMinute(long amount) {
        return new Rate(amount, MINUTE);
    }

    /** The part of one of so many nodes. */
    Rate part(int nodes) {
        return new Rate(Math.max(1, amount / nodes), window);
    }

    /** The window as callers read it. */
    String words() {
        return switch ((int) window.toSeconds()) {
            case 1 -> "a second";
            case 60 -> "a minute";
            case 3600 -> "an hour";
            case 86400 -> "a day";
            default -> "in " + window.toSeconds() + " seconds";
        };
    }
}
