package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A store far away: whatever it is asked, it answers later and on another thread. Nonsense it refuses at once. */
final class SlowLimiter implements Limiter {
    private record SlowPermit(SlowLimiter owner, Permit near) implements Permit {
        @Override
        public void release() {
            near.release();
        }

        @Override
        public Account account() {
            return near.account();
        }

        @Override
        public String exchange() {
            return near.exchange();
        }
    }

    private final Limiter near;
    private final Executor later;

    SlowLimiter(Limiter near, Duration delay) {
        this.near = near;
        later = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<Permit> enter(Account account, String exchange) {
        return later(() -> near.enter(account, exchange)).thenApply(permit -> new SlowPermit(this, permit));
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, Demand demand) {
        if (!(permit instanceof SlowPermit own) || own.owner() != this)
            throw new IllegalArgumentException("the permit of another limiter");
        return later(() -> near.reserve(own.near(), demand)).thenApply(Slow::new);
    }

    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> question) {
        return CompletableFuture.supplyAsync(question, later).thenCompose(answer -> requireNonNull(answer));
    }

    private final class Slow implements Reservation {
        private final Reservation reservation;

        Slow(Reservation reservation) {
            this.reservation = reservation;
        }

        @Override
        public CompletionStage<Void> settle(Consumption used) {
            return later(() -> reservation.settle(used));
        }

        @Override
        public CompletionStage<Void> release() {
            return later(reservation::release);
        }

        @Override
        public CompletionStage<Boolean> grow(long moreTokens) {
            if (moreTokens < 0) throw new IllegalArgumentException("moreTokens must not be negative");
            return later(() -> reservation.grow(moreTokens));
        }

        @Override
        public long tokens() {
            return reservation.tokens();
        }
    }
}
