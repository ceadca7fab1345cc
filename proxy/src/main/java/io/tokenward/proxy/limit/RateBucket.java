package io.tokenward.proxy.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.Optional;

/**
 * One rate of one key: a bucket that holds a minute's amount and fills evenly. Thread-safe.
 *
 * <p>Every refusal names a wait of at most 60 seconds after which the same amount passes. With a debt that is only possible
 * if both the debt and the level that a large request waits for are bounded, so they share the capacity: a request passes
 * when what it wants is there, or half the capacity is; what is missing, and what settling adds, becomes debt down to half
 * a capacity below zero; a shortage beyond that is forgiven here (quotas count all of it). An amount larger than the capacity
 * counts as the capacity. So within any minute at most two and a half capacities of reserved tokens pass.
 */
final class RateBucket {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Up to here Bucket4j multiplies nanoseconds of a minute by amounts without overflow, and so without rounding. */
    private static final long EXACT = 100_000_000;

    private final long capacity;
    private final long mostDebt;
    private final Bucket bucket;

    private final TimeMeter time;

    /** A full bucket. */
    RateBucket(long perMinute, TimeMeter time) {
        this.time = time;
        capacity = perMinute;
        mostDebt = perMinute / 2;
        // Not synchronized by itself: reading the level and consuming are one step here, under this object's lock.
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(refill(perMinute), refillPeriod(perMinute)))
                .withCustomTimePrecision(time)
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    long capacity() {
        return capacity;
    }

    /** A bucket of another capacity that lacks what this one lacks. */
    synchronized RateBucket resized(long perMinute) {
        var other = new RateBucket(perMinute, time);
        other.settle(0, capacity - bucket.getAvailableTokens());
        return other;
    }

    /** Takes {@code amount}, capped at the capacity, and answers nothing; or takes nothing and answers how long to wait. */
    synchronized Optional<Duration> take(long amount) {
        if (amount <= 0) return Optional.empty();
        long wanted = Math.min(amount, capacity);
        var probe = bucket.estimateAbilityToConsume(Math.min(wanted, capacity - mostDebt));
        if (probe.canBeConsumed()) {
            bucket.consumeIgnoringRateLimits(wanted);
            return Optional.empty();
        }
        // Bucket4j rounds the wait down; the last nanosecond is needed. A whole minute is exact already.
        Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusNanos(1);
        return Optional.of(wait.compareTo(MINUTE) > 0 ? MINUTE : wait);
    }

    /** Corrects a {@link #take} of {@code reserved} to what was used. */
    synchronized void settle(long reserved, long used) {
        long taken = Math.min(Math.max(reserved, 0), capacity);
        if (used < taken) {
            bucket.addTokens(taken - used);
        } else {
            long debt = Math.min(used - taken, bucket.getAvailableTokens() + mostDebt);
            if (debt > 0) bucket.consumeIgnoringRateLimits(debt);
        }
    }

    /**
     * Tokens per {@link #refillPeriod}. The fraction is reduced, and above {@link #EXACT} rounded up to six digits first, so
     * that Bucket4j stays in whole numbers.
     */
    static long refill(long perMinute) {
        long rounded = rounded(perMinute);
        return rounded / divisor(rounded);
    }

    static Duration refillPeriod(long perMinute) {
        return Duration.ofNanos(MINUTE.toNanos() / divisor(rounded(perMinute)));
    }

    private static long rounded(long perMinute) {
        long unit = 1;
        while (perMinute / unit > EXACT)
            unit *= 10;
        return unit == 1 ? perMinute : Math.ceilDiv(perMinute, unit * 1_000) * unit * 1_000;
    }

    private static long divisor(long perMinute) {
        long a = perMinute;
        long b = MINUTE.toNanos();
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
