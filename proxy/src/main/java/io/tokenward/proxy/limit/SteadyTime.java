package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Time that passes, taken from a clock that may be set. Starts at 0 and never goes backwards. Thread-safe.
 *
 * <p>A step backwards of the clock counts as no time at all, and time goes on from there: a bucket that waited for the clock
 * to catch up would refuse for as long as the step was. A step forwards counts, which fills buckets and does no more harm.
 */
final class SteadyTime implements TimeMeter {
    private record Reading(Instant clock, long elapsedNanos) {}

    /** Longer gaps count as this: a hundred years, so that sums of nanoseconds fit. */
    private static final Duration LONGEST_GAP = Duration.ofDays(36_500);

    private final Clock clock;
    private final AtomicReference<Reading> last;

    SteadyTime(Clock clock) {
        this.clock = clock;
        last = new AtomicReference<>(new Reading(clock.instant(), 0));
    }

    @Override
    public long currentTimeNanos() {
        while (true) {
            Reading before = requireNonNull(last.get());
            // Read after `before` was published: two threads that read at once never look like a step backwards.
            Reading now = next(before, clock.instant());
            if (last.compareAndSet(before, now)) return now.elapsedNanos();
        }
    }

    private static Reading next(Reading before, Instant now) {
        long seconds = now.getEpochSecond() - before.clock().getEpochSecond();
        // What nearly every call is, without more objects.
        if (seconds == 0 && now.getNano() >= before.clock().getNano())
            return new Reading(now, Amounts.sum(before.elapsedNanos(), now.getNano() - before.clock().getNano()));
        Duration gap = Duration.between(before.clock(), now);
        if (gap.isNegative()) return new Reading(now, before.elapsedNanos());
        Duration counted = gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap;
        return new Reading(now, Amounts.sum(before.elapsedNanos(), counted.toNanos()));
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
