package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Denied;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A permit of {@link LocalLimiter}, and the place where it is remembered which reservation the exchange has. */
final class LocalPermit implements Permit {
    /** Makes a reservation. */
    interface Reserving {
        LocalReservation reserve() throws Denied;
    }

    private final LocalLimiter limiter;
    private final Account account;
    private final String exchange;
    private final Runnable leave;
    private final AtomicBoolean released = new AtomicBoolean();
    private @Nullable LocalReservation reservation;

    LocalPermit(LocalLimiter limiter, Account account, String exchange, Runnable leave) {
        this.limiter = limiter;
        this.account = account;
        this.exchange = exchange;
        this.leave = leave;
    }

    @Override
    public void release() {
        if (released.compareAndSet(false, true)) leave.run();
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public String exchange() {
        return exchange;
    }

    boolean isOf(LocalLimiter other) {
        return limiter == other;
    }

    /** The reservation of this exchange: the one it has, unless that was released; else a new one. */
    synchronized LocalReservation reservation(Reserving how) throws Denied {
        LocalReservation known = reservation;
        if (known != null && !known.released()) return known;
        LocalReservation made = how.reserve();
        reservation = made;
        return made;
    }
}
