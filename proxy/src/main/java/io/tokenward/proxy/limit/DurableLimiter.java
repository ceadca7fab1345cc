package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Granted;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits in memory whose quotas stand in a file too, and go on after a restart where they were. Thread-safe; never blocks
 * its caller.
 *
 * <p>Decisions are made in memory, as {@link LocalLimiter} makes them; a reservation or an ending is answered when it is
 * written, with whatever else arrived meanwhile. So no acknowledged usage is lost when the process is killed, and none is
 * counted twice. Rates and concurrency are not written: they forget within minutes anyway.
 *
 * <p><b>Reservations</b> of a process that died are given back at the next start, uncharged. One that nobody ended within its
 * time-to-live is given back too; should its exchange settle later, what was used is charged.
 *
 * <p><b>A file that cannot be written</b> refuses reservations with {@code STORE_DOWN}, unless the {@link StoreDown} of the
 * account says otherwise, and keeps endings until it can.
 *
 * <p>Keys without tenant and quota are not written: anybody can make up any number of them where keys are passed on.
 */
public final class DurableLimiter implements Limiter, PackStore {
    /** Longer than any stream of an endpoint lasts. */
    static final Duration TIME_TO_LIVE = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(DurableLimiter.class);

    private final LocalLimiter memory;
    private final Purses purses;
    private final LedgerWriter writer;
    private final Clock clock;
    private final AtomicLong nextNumber;
    private final Set<DurableReservation> open = ConcurrentHashMap.newKeySet();
    /** Before that, no reservation comes to the end of its time. */
    private volatile Instant nextExpiry = Instant.MIN;

    private DurableLimiter(LocalLimiter memory, Purses purses, LedgerWriter writer, Clock clock, long nextNumber) {
        this.memory = memory;
        this.purses = purses;
        this.writer = writer;
        this.clock = clock;
        this.nextNumber = new AtomicLong(nextNumber);
    }

    /**
     * Opens a ledger, and makes it if need be. Reads what the running periods hold, so it may take a moment.
     *
     * @param file the ledger; its directory is made too
     * @throws LedgerProblem if the file is another process's, damaged, of a newer version or no ledger
     */
    public static DurableLimiter open(Path file, Durability durability, Clock clock) throws LedgerProblem {
        return open(file, durability, clock, LedgerWriter.MOST_WAITING, LedgerSums.AGE);
    }

    /** @param age charges after which a balance is written */
    static DurableLimiter open(Path path, Durability durability, Clock clock, int mostWaiting, long age)
            throws LedgerProblem {
        LedgerFile file = LedgerFile.open(path, durability, LedgerSchema.current());
        try {
            var book = LedgerBook.open(file, age);
            Instant now = clock.instant();
            int left = book.expireLeftOpen(now);
            if (left > 0)
                LOG.warn("Requests that were running when the proxy ended: {}. What they had reserved is free.", left);
            EarlierUse earlier = book.charged(now);
            var writer = new LedgerWriter(file, book, mostWaiting);
            var purses = new Purses(book.packs(now.minus(Purse.REMEMBERED)),
                    pack -> writer.append(new Granted(pack, clock.instant())));
            var memory = new LocalLimiter(clock, LocalLimiter.DEFAULT_MOST_ACCOUNTS, earlier, purses);
            var limiter = new DurableLimiter(memory, purses, writer, clock, book.nextNumber());
            writer.start();
            return limiter;
        } catch (SQLException failed) {
            file.close();
            throw LedgerFile.problem(path, failed);
        } catch (LedgerProblem | RuntimeException damaged) {
            // Who tries again shall hear the same, not that the file is in use.
            file.close();
            throw damaged;
        }
    }

    @Override
    public CompletionStage<Permit> enter(Account account, String exchange) {
        try {
            return CompletableFuture.completedStage(memory.admit(this, account, exchange));
        } catch (Denied denied) {
            return CompletableFuture.failedStage(denied);
        }
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, Demand demand) {
        ExchangePermit own = ExchangePermit.of(permit, this);
        expireOld();
        return own.reservation(attempt -> hold(own, demand));
    }

    /** Where the quotas of an account stand now. */
    public Balances balances(Account account) {
        expireOld();
        return memory.balances(account);
    }

    @Override
    public CompletionStage<Boolean> grant(Pack pack) {
        if (problem().isPresent()) return CompletableFuture.failedStage(Problem.STORE_DOWN.denied());
        var granted = new Granted(pack, clock.instant());
        // The history knows packs that memory has forgotten: their orders must not be paid out again.
        return writer.append(granted).thenApply(written -> granted.fresh().get() && purses.add(pack, 0));
    }

    @Override
    public List<PackBalance> packs(String tenant) {
        return memory.packs(tenant);
    }

    @Override
    public void watch(Consumer<PackageNotice> listener) {
        memory.watch().tell(listener);
    }

    @Override
    public Optional<String> problem() {
        return Optional.of(writer.problem()).filter(why -> !why.isEmpty());
    }

    /**
     * Whether {@link #open} would find a ledger it can read, or a place to make one. Makes and changes nothing.
     *
     * @throws LedgerProblem if not
     */
    public static void check(Path file) throws LedgerProblem {
        if (Files.exists(file)) {
            LedgerFile.check(file, LedgerSchema.current());
            return;
        }
        Path place = file.toAbsolutePath().getParent();
        while (place != null && !Files.exists(place))
            place = place.getParent();
        if (place == null || !Files.isDirectory(place) || !Files.isWritable(place))
            throw new LedgerProblem(file, "cannot be made", "check the path and the permissions of " + place);
    }

    /** Writes what was not written yet, waiting up to ten seconds for the disk. From then on everything is refused. */
    @Override
    public void close() {
        writer.close();
    }

    /**
     * Writes how a reservation ended.
     *
     * @param done completes when it is written
     */
    void write(DurableReservation reservation, Ending how, Charge charged, List<Draw> draws,
            CompletableFuture<Void> done) {
        open.remove(reservation);
        Instant now = clock.instant();
        if (reservation.written()) {
            writer.append(reservation.ended(how, charged, draws, now), done);
            return;
        }
        switch (how) {
            case SETTLED -> writer.append(reservation.late(charged, draws, now), done);
            case RELEASED, EXPIRED -> done.complete(null);
        }
    }

    private CompletableFuture<Reservation> hold(ExchangePermit permit, Demand demand) {
        LocalReservation held;
        try {
            held = memory.hold(permit, permit.account(), demand);
        } catch (Denied denied) {
            return CompletableFuture.failedFuture(denied);
        }
        if (!permit.account().kept()) return CompletableFuture.completedFuture(held);
        Reserved entry = entry(permit, held);
        return writer.append(entry)
                .handle((done, refusal) -> refusal == null
                        ? granted(held, entry, true)
                        : unwritten(permit.account().storeDown(), held, entry, refusal));
    }

    private DurableReservation granted(LocalReservation held, Reserved entry, boolean written) {
        var granted = new DurableReservation(held, entry, this, written);
        open.add(granted);
        return granted;
    }

    /** What becomes of a reservation that memory granted and the file did not take. */
    private Reservation unwritten(StoreDown storeDown, LocalReservation held, Reserved entry, Throwable refusal) {
        if (storeDown != StoreDown.CLOSED && writer.hasRoom()) return granted(held, entry, false);
        if (storeDown == StoreDown.OPEN) return held;
        held.release();
        throw new CompletionException(refusal);
    }

    private Reserved entry(Permit permit, LocalReservation held) {
        return new Reserved(nextNumber.getAndIncrement(), permit.exchange(), held.to(), held.held(), clock.instant());
    }

    private void expireOld() {
        Instant now = clock.instant();
        if (now.isBefore(nextExpiry)) return;
        // What is granted while this looks was made just before: it expires by so much later.
        Instant oldest = now;
        for (DurableReservation each : open) {
            if (each.madeAt().isBefore(now.minus(TIME_TO_LIVE))) {
                each.expire();
            } else if (each.madeAt().isBefore(oldest)) {
                oldest = each.madeAt();
            }
        }
        nextExpiry = oldest.plus(TIME_TO_LIVE);
    }
}
