package io.tokenward.proxy.audit;

import io.tokenward.proxy.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for every exchange, each chained to the one before, by a thread of its own. At most {@link #CAPACITY} lines
 * wait. Thread-safe; never blocks those who tell it of exchanges.
 */
public final class AuditLog implements ExchangeLog, AutoCloseable {
    /** Lines that wait to be written. */
    public static final int CAPACITY = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    /** Beyond so many waiting lines no new exchange is let in where none may be lost: those that run will end too. */
    private static final int CAUTION = CAPACITY / 2;
    private static final int BATCH = 512;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);

    private final AuditSettings settings;
    private final Segments segments;
    private final Clock clock;
    private final BlockingQueue<ExchangeRecord> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    /** Exchanges that were refused because lines cannot be kept: a line for each would fill the queue for those that run. */
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicLong droppedInAll = new AtomicLong();
    private final Thread writer = new Thread(this::write, "audit");
    private volatile boolean failing;
    private volatile boolean closing;
    private volatile boolean urgent;
    private long seq;
    private String hash;
    private Instant complained = Instant.MIN;

    /**
     * Opens the log and goes on where it ended.
     *
     * @throws IOException if the directory cannot be written, another process writes it, or its end is not that of an audit log
     */
    public static AuditLog open(AuditSettings settings, Clock clock) throws IOException {
        var segments = new Segments(settings.directory(), settings.retain());
        try {
            return open(settings, segments, clock);
        } catch (IOException | RuntimeException failed) {
            segments.close();
            throw failed;
        }
    }

    static AuditLog open(AuditSettings settings, Segments segments, Clock clock) throws IOException {
        var log = new AuditLog(settings, segments, clock, segments.resume());
        log.writer.setDaemon(true);
        log.writer.start();
        return log;
    }

    private AuditLog(AuditSettings settings, Segments segments, Clock clock, Segments.Tail tail) throws IOException {
        this.settings = settings;
        this.segments = segments;
        this.clock = clock;
        seq = tail.seq();
        hash = tail.hash();
        Instant now = clock.instant();
        segments.roll(seq + 1, now);
        if (tail.torn() > 0) {
            Line.Written line = Line.event(++seq, now, "recovered", Map.of("tornBytes", tail.torn()), hash);
            segments.write(ByteBuffer.wrap(line.bytes()));
            segments.force();
            hash = line.hash();
        }
    }

    @Override
    public void ended(ExchangeRecord record) {
        if (record.problem().filter(Problem.AUDIT_DOWN::equals).isPresent()) {
            turnedAway.incrementAndGet();
            return;
        }
        if (queue.offer(record)) return;
        dropped.incrementAndGet();
        droppedInAll.incrementAndGet();
    }

    @Override
    public boolean accepting() {
        return settings.onFull() == AuditSettings.OnFull.DROP_AND_COUNT || !failing && queue.size() < CAUTION;
    }

    /** Lines that wait. */
    public int waiting() {
        return queue.size();
    }

    /** Exchanges that have no line. */
    public long dropped() {
        return droppedInAll.get();
    }

    /** Whether the last attempt to write failed. */
    public boolean failing() {
        return failing;
    }

    private void write() {
        List<ExchangeRecord> batch = new ArrayList<>(BATCH);
        long forced = System.nanoTime();
        boolean unforced = false;
        try {
            while (true) {
                ExchangeRecord first = queue.poll(closing ? 0 : 200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    unforced |= persist(batch);
                    batch.clear();
                } else if (closing) {
                    return;
                }
                if (unforced && System.nanoTime() - forced > RETRY_NANOS) {
                    unforced = !force();
                    forced = System.nanoTime();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the disk does not take now is tried again in a second. */
    private boolean force() {
        try {
            segments.force();
            failing = false;
            return true;
        } catch (IOException failed) {
            failing = true;
            complain(failed);
            return false;
        }
    }

    /** Tries until the lines are written, or until they have to be given up. */
    private boolean persist(List<ExchangeRecord> batch) throws InterruptedException {
        while (true) {
            try {
                append(batch);
                if (failing) LOG.info("The audit log is written again");
                failing = false;
                return true;
            } catch (IOException failed) {
                failing = true;
                complain(failed);
            } catch (RuntimeException defect) {
                LOG.error("{} exchanges cannot be written as lines", batch.size(), defect);
                giveUp(batch);
                return false;
            }
            if (urgent || settings.onFull() == AuditSettings.OnFull.DROP_AND_COUNT && queue.remainingCapacity() == 0) {
                giveUp(batch);
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(RETRY_NANOS / 4);
        }
    }

    private void giveUp(List<ExchangeRecord> batch) {
        dropped.addAndGet(batch.size());
        droppedInAll.addAndGet(batch.size());
    }

    private void append(List<ExchangeRecord> batch) throws IOException {
        Instant now = clock.instant();
        segments.roll(seq + 1, now);
        var lines = new ByteArrayOutputStream(batch.size() * 512);
        long nextSeq = seq;
        String nextHash = hash;
        long lost = dropped.get();
        if (lost > 0) {
            Line.Written line = Line.event(++nextSeq, now, "dropped", Map.of("exchanges", lost), nextHash);
            lines.writeBytes(line.bytes());
            nextHash = line.hash();
        }
        long away = turnedAway.get();
        if (away > 0) {
            Line.Written line = Line.event(++nextSeq, now, "turned-away", Map.of("exchanges", away), nextHash);
            lines.writeBytes(line.bytes());
            nextHash = line.hash();
        }
        for (ExchangeRecord record : batch) {
            Line.Written line = Line.exchange(++nextSeq, record, nextHash);
            lines.writeBytes(line.bytes());
            nextHash = line.hash();
        }
        segments.write(ByteBuffer.wrap(lines.toByteArray()));
        dropped.addAndGet(-lost);
        turnedAway.addAndGet(-away);
        seq = nextSeq;
        hash = nextHash;
    }

    private void complain(IOException failed) {
        Instant now = clock.instant();
        if (Duration.between(complained, now).compareTo(COMPLAIN_EVERY) < 0) return;
        complained = now;
        LOG.error("The audit log in {} cannot be written: {}; {}", settings.directory(), failed.getMessage(),
                settings.onFull() == AuditSettings.OnFull.STOP
                        ? "requests are refused until it can (audit.on-full: stop)"
                        : "exchanges go on without their lines (audit.on-full: drop-and-count)");
    }

    /** Writes what waits, for at most ten seconds. */
    @Override
    public void close() throws IOException {
        closing = true;
        try {
            writer.join(CLOSING.toMillis());
            urgent = true;
            writer.join(CLOSING.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (droppedInAll.get() > 0) LOG.error("{} exchanges have no line in the audit log", droppedInAll.get());
        segments.close();
    }
}
