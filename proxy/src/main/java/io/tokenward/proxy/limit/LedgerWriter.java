package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Granted;
import io.tokenward.proxy.limit.LedgerEntry.Late;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import io.tokenward.proxy.problem.Problem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries in groups, on a thread of its own: whatever arrives while one group is written is the next. Thread-safe; no
 * method but {@link #close} waits.
 *
 * <p>When the disk fails, reservations are refused with {@code STORE_DOWN}, for a grant that is not written could be
 * forgotten. Endings are kept and tried again until they are written, for what was used is used; there are never more of them
 * than reservations were granted. So the queue has a bound: reservations that find too many others waiting are refused.
 */
final class LedgerWriter implements AutoCloseable {
    /** Entries written together at most: some milliseconds of work. */
    private static final int GROUP = 1024;
    /** At 25,000 a second, less than half a second of waiting. */
    static final int MOST_WAITING = 8192;
    /** Some 100 MB. */
    private static final int MOST_KEPT = 200_000;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

    private record Order(LedgerEntry entry, CompletableFuture<Void> done) {}

    private final LedgerFile file;
    private final LedgerBook book;
    private final int mostWaiting;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final AtomicInteger reservationsWaiting = new AtomicInteger();
    private final Thread thread;
    /** Endings of groups that could not be written, oldest first. Owned by the thread. */
    private final ArrayDeque<Order> unwritten = new ArrayDeque<>();
    /** How many of them; written by the thread alone. */
    private volatile int kept;
    /** Of the group that is written now. Owned by the thread. */
    private final List<LedgerEntry> entries = new ArrayList<>(GROUP);
    /** Why the last attempt failed, empty if it did not; written by the thread alone. */
    private volatile String problem = "";
    private volatile boolean closing;

    /** Owns file and book from now on. */
    LedgerWriter(LedgerFile file, LedgerBook book, int mostWaiting) {
        this.file = file;
        this.book = book;
        this.mostWaiting = mostWaiting;
        thread = Thread.ofPlatform().name("ledger").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Completes when the entry is durable; fails with a refusal if it will not be. */
    CompletableFuture<Void> append(Reserved reserved) {
        if (reservationsWaiting.incrementAndGet() > mostWaiting || closing) {
            reservationsWaiting.decrementAndGet();
            return CompletableFuture.failedFuture(Problem.STORE_DOWN.denied());
        }
        return order(reserved, new CompletableFuture<>());
    }

    /** @param done completes when the entry is durable, however long that takes; fails if the ledger is closed before */
    CompletableFuture<Void> append(Ended ended, CompletableFuture<Void> done) {
        return order(ended, done);
    }

    /** The same. Ask {@link #hasRoom} before the exchange passes. */
    CompletableFuture<Void> append(Late late, CompletableFuture<Void> done) {
        return order(late, done);
    }

    /** The same. What is granted is drawn on only by entries that come after. */
    CompletableFuture<Void> append(Granted granted) {
        return order(granted, new CompletableFuture<>());
    }

    /** Whether memory reaches for one more entry that cannot be written now. */
    boolean hasRoom() {
        return !closing && kept + orders.size() < MOST_KEPT;
    }

    /** Why nothing can be written now; empty if it can. */
    String problem() {
        return problem;
    }

    /** Writes what waits, if the disk lets it within ten seconds, and closes the file. Called once. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        try {
            thread.join(LAST_WORDS);
        } catch (InterruptedException stop) {
            interrupted = true;
        }
        refuseTheRest();
        if (interrupted) Thread.currentThread().interrupt();
    }

    private CompletableFuture<Void> order(LedgerEntry entry, CompletableFuture<Void> done) {
        orders.add(new Order(entry, done));
        // The thread may have looked for the last time between our look at `closing` and this.
        if (closing && !thread.isAlive()) refuseTheRest();
        return done;
    }

    private void run() {
        List<Order> group = new ArrayList<>(GROUP);
        while (!closing) {
            try {
                next(group);
            } catch (InterruptedException closed) {
                break;
            }
            write(group);
        }
        do {
            group.clear();
            orders.drainTo(group, GROUP);
            write(group);
        } while (!orders.isEmpty());
        closeFile();
        refuseTheRest();
    }

    private void next(List<Order> group) throws InterruptedException {
        group.clear();
        Order first = unwritten.isEmpty() ? orders.take() : orders.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) return;
        group.add(first);
        orders.drainTo(group, GROUP - 1);
    }

    private void write(List<Order> fresh) {
        int reservations = 0;
        for (Order order : fresh)
            if (order.entry() instanceof Reserved) reservations++;
        reservationsWaiting.addAndGet(-reservations);
        if (!writeKept() || !append(fresh)) keep(fresh);
        kept = unwritten.size();
    }

    /** Oldest first, in groups: a long failure leaves more than one transaction should hold. */
    private boolean writeKept() {
        while (!unwritten.isEmpty()) {
            List<Order> group = unwritten.stream().limit(GROUP).toList();
            if (!append(group)) return false;
            for (int i = 0; i < group.size(); i++)
                unwritten.removeFirst();
        }
        return true;
    }

    private boolean append(List<Order> group) {
        if (group.isEmpty()) return true;
        try {
            entries.clear();
            for (Order order : group)
                entries.add(order.entry());
            book.append(entries);
        } catch (SQLException | RuntimeException failed) {
            String why = why(failed);
            if (problem.isEmpty()) LOG.error("The ledger cannot be written: {}", why);
            problem = why;
            return false;
        }
        if (!problem.isEmpty()) LOG.info("The ledger is written again.");
        problem = "";
        for (Order order : group)
            order.done().complete(null);
        return true;
    }

    private void keep(List<Order> group) {
        for (Order order : group) {
            switch (order.entry()) {
                case Reserved reserved -> order.done().completeExceptionally(Problem.STORE_DOWN.denied());
                case Ended ended -> unwritten.add(order);
                case Late late -> unwritten.add(order);
                case Granted granted -> unwritten.add(order);
            }
        }
    }

    private String why(Exception failed) {
        if (failed instanceof SQLException inFile)
            return String.valueOf(LedgerFile.problem(file.path(), inFile).getMessage());
        return failed.toString();
    }

    private void closeFile() {
        try {
            book.close();
        } catch (SQLException failed) {
            LOG.warn("The ledger did not close cleanly: {}", failed.getMessage());
        }
        file.close();
        for (Order order : unwritten)
            order.done().completeExceptionally(Problem.STORE_DOWN.denied());
    }

    private void refuseTheRest() {
        for (Order order = orders.poll(); order != null; order = orders.poll())
            order.done().completeExceptionally(Problem.STORE_DOWN.denied());
    }
}
