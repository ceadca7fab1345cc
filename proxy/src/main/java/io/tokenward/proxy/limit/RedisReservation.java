package io.tokenward.proxy.limit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/** A reservation of {@link RedisLimiter}. Thread-safe. */
final class RedisReservation implements ReleasableReservation {
    /** How a reservation ends. */
    interface Ending {
        /** Charges that; completes when it is kept. */
        CompletableFuture<Void> settle(Charge charged);

        CompletableFuture<Void> release();

        /** Holds so many unweighted tokens more; completes with whether there were so many. */
        CompletableFuture<Boolean> grow(long moreTokens);
    }

    private final Plan plan;
    private final String model;
    private long tokens;
    private final Ending ending;
    private @Nullable CompletableFuture<Void> ended;
    private boolean released;

    RedisReservation(Plan plan, String model, long tokens, Ending ending) {
        this.plan = plan;
        this.model = model;
        this.tokens = tokens;
        this.ending = ending;
    }

    @Override
    public synchronized CompletionStage<Void> settle(Consumption used) {
        if (ended == null) ended = ending.settle(plan.charge(model, used).capped());
        return ended.copy();
    }

    @Override
    public synchronized CompletionStage<Void> release() {
        if (ended == null) {
            released = true;
            ended = ending.release();
        }
        return ended.copy();
    }

    @Override
    public synchronized CompletionStage<Boolean> grow(long moreTokens) {
        LocalReservation.requireNotNegative(moreTokens);
        if (ended != null) return CompletableFuture.completedStage(false);
        return ending.grow(moreTokens).thenApply(grown -> {
            if (grown) grown(moreTokens);
            return grown;
        });
    }

    @Override
    public synchronized long tokens() {
        return tokens;
    }

    private synchronized void grown(long moreTokens) {
        tokens = Amounts.sum(tokens, moreTokens);
    }

    @Override
    public synchronized boolean released() {
        return released;
    }
}
