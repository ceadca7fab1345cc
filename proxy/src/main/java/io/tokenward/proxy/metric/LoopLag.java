package io.tokenward.proxy.metric;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.TimeUnit;

/** Looks ten times a second how late each event loop comes to what is due: whatever blocks one shows here. */
public final class LoopLag {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private LoopLag() {}

    /** Looks until the loops end. */
    public static void watch(EventExecutorGroup loops, Metrics metrics) {
        for (EventExecutor loop : loops)
            next(loop, metrics);
    }

    private static void next(EventExecutor loop, Metrics metrics) {
        if (loop.isShuttingDown()) return;
        long due = System.nanoTime() + EVERY_NANOS;
        var unused = loop.schedule(() -> {
            metrics.lag(System.nanoTime() - due);
            next(loop, metrics);
        }, EVERY_NANOS, TimeUnit.NANOSECONDS);
    }
}
