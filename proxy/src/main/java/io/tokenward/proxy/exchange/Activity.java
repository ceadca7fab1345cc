package io.tokenward.proxy.exchange;

import java.util.concurrent.atomic.AtomicInteger;

/** How many exchanges are under way, and whether the process drains. Thread-safe. */
public final class Activity {
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean draining;

    void began() {
        running.incrementAndGet();
    }

    void ended() {
        running.decrementAndGet();
    }

    /** Exchanges under way. */
    public int running() {
        return running.get();
    }

    /** From now on every answer closes its connection. */
    public void drain() {
        draining = true;
    }

    /** Whether {@link #drain} was called. */
    public boolean draining() {
        return draining;
    }
}
