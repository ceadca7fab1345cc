package io.tokenward.proxy.loop;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A time limit that is set and lifted with every request and hardly ever reached. Setting and lifting only write a field: one
 * task of the event loop stays behind and looks, when it is due, whether the limit has moved. Owned by that event loop.
 */
public final class Countdown {
    private final Runnable expired;
    private boolean running;
    private long endNanos;
    private long scheduledNanos;
    /** The one task that is to come due, at {@link #scheduledNanos}. */
    private @Nullable Future<?> task;

    /** @param expired runs on the event loop when the time is up */
    public Countdown(Runnable expired) {
        this.expired = expired;
    }

    /** Begins anew: {@code limit} from now, unless {@link #stop} comes first. */
    public void start(EventExecutor loop, Duration limit) {
        running = true;
        endNanos = loop.ticker().nanoTime() + limit.toNanos();
        // A task that is due earlier will find the new end; one that is due later would come too late.
        if (task == null || scheduledNanos - endNanos > 0) schedule(loop);
    }

    /** The time does not count any more. */
    public void stop() {
        running = false;
    }

    /** The same, and nothing stays behind: for the end of what is timed. */
    public void close() {
        running = false;
        if (task != null) task.cancel(false);
        task = null;
    }

    private void schedule(EventExecutor loop) {
        // What came due later would keep alive what is timed, long after its end.
        if (task != null) task.cancel(false);
        scheduledNanos = endNanos;
        task = loop.schedule(() -> due(loop), endNanos - loop.ticker().nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void due(EventExecutor loop) {
        task = null;
        if (!running) return;
        if (endNanos - loop.ticker().nanoTime() > 0) {
            schedule(loop);
        } else {
            running = false;
            expired.run();
        }
    }
}
