package io.tokenward.proxy.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.Optional;

/**
 * One rate of one key: a bucket that holds the amount of its window and fills evenly. Thread-safe.
 *
 * <p>Every refusal names a wait of at most the window after which the same amount passes. With a debt that is only possible
 * if both the debt and the level that a large request waits for are bounded, so they share the capacity: a request passes
 * when what it wants is there, or half the capacity is; what is missing, and what settling adds, becomes debt down to half
 * a capacity below zero; a shortage beyond that is forgiven here (quotas count all of it). An amount larger than the capacity
 * counts as the capacity. So within any window at most two and a half capacities of reserved tokens pass.
 */
final class RateBucket {
    /** Up to here Bucket4j multiplies nanoseconds by amounts without overflow, and so without rounding. */
    private static final long EXACT = 6_000_000_000_000_000_000L;
    /** Amounts that are rounded differ from what was written by less than one in this. */
    private static final long PRECISION = 100_000;

    private static final Duration AT_LEAST = Duration.ofMinutes(5);

    private final Rate rate;
    private final long capacity;
    private final long mostDebt;
    private final Bucket bucket;

    private final TimeMeter time;
    private final long idleNanos;

    /** A full bucket. */
    RateBucket(Rate rate, TimeMeter time) {
        this.rate = rate;
        this.time = time;
        capacity = rate.amount();
        mostDebt = capacity / 2;
        Duration twice = rate.window().multipliedBy(2);
        idleNanos = (twice.compareTo(AT_LEAST) > 0 ? twice : AT_LEAST).toNanos();
        // Not synchronized by itself: reading the level and consuming are one step here, under this object's lock.
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill(rate), refillPeriod(rate)))
                .withCustomTimePrecision(time)
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    Rate rate() {
        return rate;
    }

    /**
     * Who was not asked for so long is full and may be forgotten: from the deepest debt, half a capacity, a bucket is full again after
     * one and a half windows.
     */
    long idleNanos() {
        return idleNanos;
    }

    /** A bucket of another capacity that lacks what this one lacks. */
    synchronized RateBucket resized(Rate other) {
        var made = new RateBucket(other, time);
        made.settle(0, capacity - bucket.getAvailableTokens());
        return made;
    }

    /** Takes {@code amount}, capped at the capacity, and answers nothing; or takes nothing and answers how long to wait. */
    synchronized Optional<Duration> take(long amount) {
        if (amount <= 0) return Optional.empty();
        long wanted = Math.min(amount, capacity);
        long needed = Math.min(wanted, capacity - mostDebt);
        if (bucket.tryConsume(needed)) {
            if (wanted > needed) bucket.consumeIgnoringRateLimits(wanted - needed);
            return Optional.empty();
        }
        // Bucket4j rounds the wait down; the last nanosecond is needed. A whole window is exact already.
        Duration wait = Duration.ofNanos(bucket.estimateAbilityToConsume(needed).getNanosToWaitForRefill())
                .plusNanos(1);
        return Optional.of(wait.compareTo(rate.window()) > 0 ? rate.window() : wait);
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
     * Tokens per {@link #refillPeriod}. The fraction is reduced, and amounts that would not be {@link #EXACT} are rounded up
     * first, so that Bucket4j stays in whole numbers.
     */
    static long refill(Rate rate) {
        long rounded = rounded(rate);
        return rounded / divisor(rounded, rate.window());
    }

    static Duration refillPeriod(Rate rate) {
        return Duration.ofNanos(rate.window().toNanos() / divisor(rounded(rate), rate.window()));
    }

    private static long rounded(Rate rate) {
        long exact = EXACT / rate.window().toNanos();
        long unit = 1;
        while (rate.amount() / unit > exact)
            unit *= 10;
        long step = unit * Math.max(1, exact / PRECISION);
        return unit == 1 ? rate.amount() : Math.ceilDiv(rate.amount(), step) * step;
    }

    private static long divisor(long amount, Duration window) {
        long a = amount;
        long b = window.toNanos();
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
