package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Late;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/** A reservation of {@link DurableLimiter}: one in memory, and the line of the history that says so. Thread-safe. */
final class DurableReservation implements ReleasableReservation {
    private final LocalReservation held;
    private final Reserved entry;
    private final DurableLimiter limiter;
    private final boolean written;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Ending how;

    /** @param written whether the history has {@code entry} already */
    DurableReservation(LocalReservation held, Reserved entry, DurableLimiter limiter, boolean written) {
        this.held = held;
        this.entry = entry;
        this.limiter = limiter;
        this.written = written;
    }

    @Override
    public CompletionStage<Void> settle(Consumption used) {
        Charge charged = held.charge(used).capped();
        List<Draw> draws;
        synchronized (this) {
            if (how == Ending.SETTLED || how == Ending.RELEASED) return ended;
            draws = how == Ending.EXPIRED ? held.chargeLate(charged) : held.settleCharged(charged);
            how = Ending.SETTLED;
        }
        limiter.write(this, Ending.SETTLED, charged, draws, ended);
        return ended;
    }

    @Override
    public CompletionStage<Void> release() {
        synchronized (this) {
            if (how != null) return how == Ending.EXPIRED ? CompletableFuture.completedStage(null) : ended;
            held.release();
            how = Ending.RELEASED;
        }
        limiter.write(this, Ending.RELEASED, Charge.NOTHING, List.of(), ended);
        return ended;
    }

    /** In memory alone: if the proxy dies, a request that ran is charged nothing, whatever it held. */
    @Override
    public CompletionStage<Boolean> grow(long moreTokens) {
        LocalReservation.requireNotNegative(moreTokens);
        synchronized (this) {
            return CompletableFuture.completedStage(how == null && held.hasGrown(moreTokens));
        }
    }

    @Override
    public long tokens() {
        return held.tokens();
    }

    /** Gives back what nobody ended in time. An exchange that lives on may still settle, and is charged. */
    void expire() {
        synchronized (this) {
            if (how != null) return;
            held.release();
            how = Ending.EXPIRED;
        }
        limiter.write(this, Ending.EXPIRED, Charge.NOTHING, List.of(), new CompletableFuture<>());
    }

    @Override
    public synchronized boolean released() {
        return how == Ending.RELEASED || how == Ending.EXPIRED;
    }

    Instant madeAt() {
        return entry.at();
    }

    /** Equal to itself alone; known by a number that no other has. */
    @Override
    public int hashCode() {
        return Long.hashCode(entry.number());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    /** Whether the history has the line that it was made. */
    boolean written() {
        return written;
    }

    Ended ended(Ending ending, Charge charged, List<Draw> draws, Instant at) {
        return new Ended(entry, ending, charged, draws, at);
    }

    Late late(Charge charged, List<Draw> draws, Instant at) {
        return new Late(entry, charged, draws, at);
    }
}
