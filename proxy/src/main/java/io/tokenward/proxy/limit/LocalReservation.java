package io.tokenward.proxy.limit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** A reservation of {@link LocalLimiter}: a hold in a ledger, and what a bucket gave. */
final class LocalReservation implements Reservation {
    private enum State {
        OPEN, SETTLED, RELEASED
    }

    private final Plan plan;
    private final String model;
    private final long tokens;
    private final Ledger ledger;
    private final Ledger.Hold hold;
    private final Optional<RateBucket> bucket;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    LocalReservation(Plan plan, String model, long tokens, Ledger ledger, Ledger.Hold hold,
            Optional<RateBucket> bucket) {
        this.plan = plan;
        this.model = model;
        this.tokens = tokens;
        this.ledger = ledger;
        this.hold = hold;
        this.bucket = bucket;
    }

    @Override
    public CompletionStage<Void> settle(long usedTokens) {
        return end(State.SETTLED, plan.weigh(model, usedTokens));
    }

    @Override
    public CompletionStage<Void> release() {
        return end(State.RELEASED, 0);
    }

    @Override
    public long tokens() {
        return tokens;
    }

    /** What is held and in which periods. */
    Ledger.Hold hold() {
        return hold;
    }

    /** What {@code usedTokens} are charged as. */
    long weigh(long usedTokens) {
        return plan.weigh(model, usedTokens);
    }

    /** The same as {@link #settle}, with what it is charged as. */
    void settleWeighed(long charged) {
        end(State.SETTLED, charged);
    }

    /** Charges to the same periods, although the reservation was released. */
    void chargeLate(long charged) {
        ledger.chargeLate(hold, charged);
    }

    boolean released() {
        return state.get() == State.RELEASED;
    }

    private CompletionStage<Void> end(State how, long used) {
        if (state.compareAndSet(State.OPEN, how)) {
            ledger.settle(hold, used);
            bucket.ifPresent(b -> b.settle(hold.tokens(), used));
        }
        return CompletableFuture.completedStage(null);
    }
}
