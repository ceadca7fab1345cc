package io.tokenward.proxy.upstream;

import java.time.Duration;

/**
 * When an endpoint that fails is left out for a while.
 *
 * @param failures in a row: connections that do not open, answers that break off or do not come, statuses from 500 on
 * @param first how long it is left out the first time; the second time twice as long, and so on
 * @param longest that it is left out at once; who has served so long again begins anew
 * @param mostPercent of all endpoints that may be out of service; one of several always may, the last one only at 100
 */
public record Ejection(int failures, Duration first, Duration longest, int mostPercent) {
    /** What holds where nothing is configured. */
    public static final Ejection USUAL = new Ejection(5, Duration.ofSeconds(10), Duration.ofMinutes(5), 50);

    public Ejection {
        if (failures < 1) throw new IllegalArgumentException("failures must be at least 1, was " + failures);
        if (mostPercent < 0 || mostPercent > 100)
            throw new IllegalArgumentException("mostPercent must be 0 to 100, was " + mostPercent);
    }

    /** Whether one more of {@code all} endpoints may be out of service beside those that are. */
    boolean allows(int out, int all) {
        return out == 0 && all > 1 || (out + 1) * 100 <= mostPercent * all;
    }

    /** How long the {@code nth} ejection in a row lasts. */
    Duration length(int nth) {
        Duration length = first.multipliedBy(Math.min(nth, 10_000));
        return length.compareTo(longest) < 0 ? length : longest;
    }
}
