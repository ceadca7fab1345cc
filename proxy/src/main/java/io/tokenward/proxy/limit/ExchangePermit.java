package io.tokenward.proxy.limit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A permit of one limiter, and the place where it is remembered which reservation the exchange has or waits for. */
final class ExchangePermit implements Permit {
    private final Limiter limiter;
    private final Account account;
    private final Optional<PackageStanding> standing;
    private final String exchange;
    private final Taken taken; // guarded by this
    private boolean released; // guarded by this
    private @Nullable CompletableFuture<Reservation> reservation; // guarded by this
    private int attempts; // guarded by this

    /** @param taken what the exchange has while it runs; the permit's own from now on */
    ExchangePermit(Limiter limiter, Account account, String exchange, Optional<PackageStanding> standing, Taken taken) {
        this.standing = standing;
        this.limiter = limiter;
        this.account = account;
        this.exchange = exchange;
        this.taken = taken;
    }

    /**
     * A permit as its limiter gave it.
     *
     * @throws IllegalArgumentException if another did: that would put tokens into books of which its owner knows nothing
     */
    static ExchangePermit of(Permit permit, Limiter limiter) {
        if (permit instanceof ExchangePermit own && own.limiter == limiter) return own;
        throw new IllegalArgumentException("the permit of another limiter: " + permit);
    }

    @Override
    public synchronized void release() {
        released = true;
        taken.giveBack();
    }

    /** The exchange has something more while it runs. */
    synchronized void has(Taken more) {
        if (released) {
            more.giveBack();
        } else {
            taken.addAll(more);
        }
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public Optional<PackageStanding> standing() {
        return standing;
    }

    @Override
    public String exchange() {
        return exchange;
    }

    /**
     * The reservation of this exchange: the one it has or waits for, unless that was released or refused; else a new one, of
     * which {@code how} is told how many there were before.
     */
    synchronized CompletableFuture<Reservation> reservation(IntFunction<CompletableFuture<Reservation>> how) {
        CompletableFuture<Reservation> known = reservation;
        if (known != null && stands(known)) return known;
        CompletableFuture<Reservation> made = how.apply(attempts++);
        reservation = made;
        return made;
    }

    private static boolean stands(CompletableFuture<Reservation> known) {
        if (!known.isDone()) return true;
        if (known.isCompletedExceptionally()) return false;
        return known.join() instanceof ReleasableReservation granted && !granted.released();
    }
}
