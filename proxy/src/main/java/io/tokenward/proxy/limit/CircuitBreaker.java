package io.tokenward.proxy.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Stops asking a store that does not answer, so that nobody waits for it in vain. Thread-safe.
 *
 * <p>After {@value #FAILURES} failures in a row it is open: nothing is asked for a second, then one question goes out, and its
 * answer decides for all.
 */
final class CircuitBreaker {
    static final int FAILURES = 3;
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
    /** When the next question may go out, while it is open. */
    private final AtomicLong next = new AtomicLong();
    private volatile String problem = "";

    CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether to ask. While it is open, once a second. */
    boolean allows() {
        if (failures.get() < FAILURES) return true;
        long due = next.get();
        long now = nanoTime.getAsLong();
        return now - due >= 0 && next.compareAndSet(due, now + PAUSE);
    }

    /** Whether nothing is asked now. */
    boolean open() {
        return failures.get() >= FAILURES;
    }

    /** The store answered. Answers whether it had been given up. */
    boolean worked() {
        if (failures.get() == 0) return false;
        problem = "";
        return failures.getAndSet(0) >= FAILURES;
    }

    /** The store did not answer. Answers whether it is given up with this. */
    boolean failed(String why) {
        problem = why;
        next.set(nanoTime.getAsLong() + PAUSE);
        return failures.updateAndGet(count -> Math.min(count + 1, FAILURES + 1)) == FAILURES;
    }

    /** Why the last question failed; empty if it did not. */
    String problem() {
        return problem;
    }
}
