package io.tokenward.proxy.limit;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** A permit of {@link DurableLimiter}, and the place where it is remembered which reservation the exchange has or waits for. */
final class DurablePermit implements Permit {
    private final DurableLimiter limiter;
    private final Permit place;
    private @Nullable CompletableFuture<Reservation> reservation;

    DurablePermit(DurableLimiter limiter, Permit place) {
        this.limiter = limiter;
        this.place = place;
    }

    @Override
    public void release() {
        place.release();
    }

    @Override
    public Account account() {
        return place.account();
    }

    @Override
    public String exchange() {
        return place.exchange();
    }

    boolean isOf(DurableLimiter other) {
        return limiter == other;
    }

    /** The reservation of this exchange: the one it has or waits for, unless that was released or refused; else a new one. */
    synchronized CompletableFuture<Reservation> reservation(Supplier<CompletableFuture<Reservation>> how) {
        CompletableFuture<Reservation> known = reservation;
        if (known != null && stands(known)) return known;
        CompletableFuture<Reservation> made = how.get();
        reservation = made;
        return made;
    }

    private static boolean stands(CompletableFuture<Reservation> known) {
        if (!known.isDone()) return true;
        if (known.isCompletedExceptionally()) return false;
        return switch (known.join()) {
            case DurableReservation granted -> !granted.released();
            case LocalReservation unwritten -> !unwritten.released();
            default -> throw new IllegalStateException("a reservation of another limiter");
        };
    }
}
