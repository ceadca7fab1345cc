package io.tokenward.benchmarks.front;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that come with a full handshake, carry one exchange and go, as many as a few clients can make. */
final class Churn {
    private static final int AT_ONCE = 8;

    private final Clients clients;

    Churn(Clients clients) {
        this.clients = clients;
    }

    /** How many connections came and went, and how many of them without their answer. */
    record Outcome(int connections, int lost) {}

    Outcome run(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        var all = new AtomicInteger();
        var lost = new AtomicInteger();
        Callable<Void> client = () -> {
            while (System.nanoTime() < until) {
                if (!clients.visit()) lost.incrementAndGet();
                all.incrementAndGet();
            }
            return null;
        };
        List<Callable<Void>> each = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++)
            each.add(client);
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> one : threads.invokeAll(each))
                one.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
        return new Outcome(all.get(), lost.get());
    }
}
