package io.tokenward.proxy.listener;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop that have sent more than can be dealt with at once. One after the other goes on with a
 * piece; the loop does that for a millisecond, and then everything else for as long. Belongs to its loop: not thread-safe.
 */
final class FrameBacklog {
    /** What one connection, or all that wait together, may keep the loop busy with at a stretch. */
    static final long STRETCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** One that waits. */
    interface Waiting {
        /** Goes on with the next piece; false where there is nothing left. */
        boolean goOn();
    }

    private final ScheduledExecutorService loop;
    private final LongSupplier nanoTime;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean scheduled;

    FrameBacklog(ScheduledExecutorService loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** Goes on after those that wait already, until it has nothing left. */
    void join(Waiting connection) {
        waiting.add(connection);
        schedule();
    }

    private void schedule() {
        if (scheduled) return;
        scheduled = true;
        // A task without a delay would run before the loop looks at its sockets again.
        var unused = loop.schedule(this::run, STRETCH_NANOS, TimeUnit.NANOSECONDS);
    }

    private void run() {
        scheduled = false;
        long began = nanoTime.getAsLong();
        try {
            do {
                Waiting next = waiting.poll();
                if (next == null) return;
                if (next.goOn()) waiting.add(next);
            } while (nanoTime.getAsLong() - began < STRETCH_NANOS);
        } finally {
            // Others go on, whatever happened to one.
            if (!waiting.isEmpty()) schedule();
        }
    }
}
