package io.tokenward.proxy.admission;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bounded pool that thinks, so that event loops need not. Thread-safe. A full queue is an answer ({@code OVERLOADED}),
 * not a longer queue; no tenant may fill more than half of it, so that one flood leaves room for the others.
 */
public final class ScreeningPool implements AutoCloseable {
    private final ThreadPoolExecutor threads;
    private final int perTenant;
    private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();
    private final TenantQueue waitingWork = new TenantQueue(); // guarded by itself

    /**
     * @param size number of threads
     * @param queue how many prompts may wait
     */
    public ScreeningPool(int size, int queue) {
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(size, size, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(queue), work -> {
            Thread thread = new Thread(work, "screening-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        perTenant = Math.max(1, (queue + size) / 2);
    }

    /** Runs {@code work} when the tenant is next, or refuses: false where the pool, or the tenant's share of it, is full. */
    public boolean submit(String tenant, Runnable work) {
        AtomicInteger share = waiting.computeIfAbsent(tenant, _ -> new AtomicInteger());
        if (share.incrementAndGet() > perTenant) {
            share.decrementAndGet();
            return false;
        }
        Runnable counted = () -> {
            try {
                work.run();
            } finally {
                share.decrementAndGet();
            }
        };
        if (enqueue(tenant, counted)) return true;
        share.decrementAndGet();
        return false;
    }

    /** Both at once: for each piece of work that waits, one thread comes to take the next. */
    private boolean enqueue(String tenant, Runnable work) {
        synchronized (waitingWork) {
            waitingWork.add(tenant, work);
            try {
                threads.execute(this::runNext);
                return true;
            } catch (RejectedExecutionException full) {
                waitingWork.withdraw(tenant);
                return false;
            }
        }
    }

    private void runNext() {
        Runnable next;
        synchronized (waitingWork) {
            next = waitingWork.next();
        }
        if (next != null) next.run();
    }

    /** Prompts waiting for a thread. */
    public int queued() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
