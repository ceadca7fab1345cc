package io.tokenward.proxy.metric;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.TimeUnit;

/**
 * Looks ten times a second how late each event loop comes to what is due: whatever blocks one shows here. While a flight
 * recorder asks for {@link LoopLook}, it looks every millisecond, and says how much of it was the loop's own work.
 */
public final class LoopLag {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CLOSELY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private LoopLag() {}

    /** Looks until the loops end. */
    public static void watch(EventExecutorGroup loops, Metrics metrics) {
        for (EventExecutor loop : loops)
            next(loop, metrics);
    }

    private static void next(EventExecutor loop, Metrics metrics) {
        if (loop.isShuttingDown()) return;
        var look = new LoopLook();
        boolean closely = look.isEnabled() && loop.inEventLoop();
        if (closely) look.plan();
        long every = closely ? CLOSELY_NANOS : EVERY_NANOS;
        long due = System.nanoTime() + every;
        var unused = loop.schedule(() -> {
            long late = System.nanoTime() - due;
            metrics.lag(late);
            if (closely) look.came(late);
            next(loop, metrics);
        }, every, TimeUnit.NANOSECONDS);
    }
}
