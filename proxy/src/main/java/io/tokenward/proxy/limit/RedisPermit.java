package io.tokenward.proxy.limit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/** A permit of {@link RedisLimiter}, and the place where it is remembered which reservation the exchange has or waits for. */
final class RedisPermit implements Permit {
    private final RedisLimiter limiter;
    private final Account account;
    private final String exchange;
    private final Runnable leave;
    private final AtomicBoolean released = new AtomicBoolean();
    private @Nullable CompletableFuture<Reservation> reservation;
    private int attempts;

    RedisPermit(RedisLimiter limiter, Account account, String exchange, Runnable leave) {
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

    boolean isOf(RedisLimiter other) {
        return limiter == other;
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
        return known.join() instanceof RedisReservation granted && !granted.released();
    }
}
