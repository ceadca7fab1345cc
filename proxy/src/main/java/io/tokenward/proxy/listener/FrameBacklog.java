package io.tokenward.proxy.listener;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the frames of all connections of one event loop may keep it busy with at a stretch. In a turn, in which the loop looks at
 * each of its sockets once, that is a millisecond, however many connections have sent something; what is left then waits here,
 * and one connection after the other goes on with a piece, for a millisecond again, between the turns. Those that are cut off wait
 * apart, in a row that is asked every other time: hundreds of them are left behind by a flood, and no honest frame waits for all of
 * them. Belongs to its loop: not thread-safe.
 */
final class FrameBacklog {
    /** What all connections together may keep the loop busy with before it turns to something else. */
    static final long STRETCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** The work of a piece, in that of a small frame. What is less is not held, however long it takes: bodies may come fast. */
    static final int PIECE = 64;
    /** For the loop to look at its sockets and at what is due, and for others on the core. */
    private static final long REST_NANOS = STRETCH_NANOS / 4;

    /** One that waits. */
    interface Waiting {
        /** Goes on with the next piece; false where there is nothing left. */
        boolean goOn();
    }

    private final ScheduledExecutorService loop;
    private final LongSupplier nanoTime;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Waiting> ending = new ArrayDeque<>();
    private boolean endingIsNext;
    private boolean scheduled;
    /** Whether the loop is at its sockets, since when, and the work that was done since, of all connections. */
    private boolean turn;
    private long turnBegan;
    private int turnWork;

    FrameBacklog(ScheduledExecutorService loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** Whether frames that have come in this turn have to wait for another. */
    boolean turnIsOver() {
        long now = nanoTime.getAsLong();
        if (!turn) {
            turn = true;
            turnBegan = now;
            turnWork = 0;
            // Tasks run when the loop has been at all of its sockets.
            loop.execute(() -> turn = false);
        }
        return turnWork >= PIECE && now - turnBegan > STRETCH_NANOS;
    }

    /** So much was done in this turn. */
    void did(int work) {
        turnWork += work;
    }

    /** Goes on after those that wait already, until it has nothing left. */
    void join(Waiting connection) {
        waiting.add(connection);
        schedule();
    }

    /** The same for one that is cut off. */
    void joinEnding(Waiting connection) {
        ending.add(connection);
        schedule();
    }

    private void schedule() {
        if (scheduled) return;
        scheduled = true;
        // A task without a delay would run before the loop looks at its sockets again.
        var unused = loop.schedule(this::run, REST_NANOS, TimeUnit.NANOSECONDS);
    }

    private void run() {
        scheduled = false;
        long began = nanoTime.getAsLong();
        try {
            do {
                if (waiting.isEmpty() && ending.isEmpty()) return;
                Deque<Waiting> row = ending.isEmpty() || !waiting.isEmpty() && !endingIsNext ? waiting : ending;
                endingIsNext = row == waiting;
                Waiting next = row.remove();
                if (next.goOn()) row.add(next);
            } while (nanoTime.getAsLong() - began < STRETCH_NANOS);
        } finally {
            // Others go on, whatever happened to one.
            if (!waiting.isEmpty() || !ending.isEmpty()) schedule();
        }
    }
}
