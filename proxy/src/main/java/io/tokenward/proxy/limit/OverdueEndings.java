package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endings of reservations and of requests that have a place, which a silent store has not taken yet; they are told again until it
 * has. Thread-safe, bounded. To be told twice changes nothing there.
 */
final class OverdueEndings {
    /** Some 100 MB. */
    static final int MOST = 200_000;
    private static final int GROUP = 1_000;
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(OverdueEndings.class);

    private record Ending(Supplier<CompletableFuture<?>> telling, CompletableFuture<Void> done) {}

    private final ConcurrentLinkedQueue<Ending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    /** Tells again and again what waits, on that executor. */
    void tellOn(ScheduledExecutorService executor) {
        executor.scheduleWithFixedDelay(this::tellAgain, RETRY.toMillis(), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes when the store was told; fails if there is no room. */
    CompletableFuture<Void> tell(Supplier<CompletableFuture<?>> telling) {
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            if (lost.getAndIncrement() == 0) LOG.error("Redis is silent for too long: usage is not recorded any more.");
            return CompletableFuture.failedFuture(Problem.STORE_DOWN.denied());
        }
        var ending = new Ending(telling, new CompletableFuture<>());
        queue.add(ending);
        return ending.done();
    }

    /** Tells once, and completes; what the store does not take then is told later, if there is room. Never fails. */
    CompletableFuture<Void> tryTelling(Supplier<CompletableFuture<?>> telling) {
        return telling.get().handle((told, silent) -> {
            if (silent != null) tell(telling);
            return null;
        });
    }

    boolean hasRoom() {
        return waiting.get() < MOST;
    }

    /** How many wait to be told. */
    int waiting() {
        return waiting.get();
    }

    /** How many were never told, for want of room. */
    long lost() {
        return lost.get();
    }

    /** One round: everything that waits, in groups, until one fails. */
    void tellAgain() {
        boolean all = true;
        while (all && !queue.isEmpty()) {
            List<Ending> group = new ArrayList<>();
            for (Ending next = queue.poll(); next != null; next = group.size() < GROUP ? queue.poll() : null)
                group.add(next);
            List<CompletableFuture<Boolean>> told = group.stream().map(this::told).toList();
            for (CompletableFuture<Boolean> each : told)
                all &= each.join();
        }
    }

    private CompletableFuture<Boolean> told(Ending ending) {
        return ending.telling().get().handle((answer, failure) -> {
            if (failure != null) {
                queue.add(ending);
                return false;
            }
            waiting.decrementAndGet();
            ending.done().complete(null);
            return true;
        });
    }
}
