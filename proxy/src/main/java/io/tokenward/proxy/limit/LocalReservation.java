package io.tokenward.proxy.limit;

import java.util.List;
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
    private final Optional<PurseHold> packs;
    private final Optional<RateBucket> bucket;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    LocalReservation(Plan plan, String model, long tokens, Ledger ledger, Ledger.Hold hold,
            Optional<PurseHold> packs, Optional<RateBucket> bucket) {
        this.plan = plan;
        this.model = model;
        this.tokens = tokens;
        this.ledger = ledger;
        this.hold = hold;
        this.packs = packs;
        this.bucket = bucket;
    }

    @Override
    public CompletionStage<Void> settle(long usedTokens) {
        end(State.SETTLED, plan.weigh(model, usedTokens));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> release() {
        end(State.RELEASED, 0);
        return CompletableFuture.completedStage(null);
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

    /** The same as {@link #settle}, with what it is charged as. Answers what was drawn from packs. */
    List<Draw> settleWeighed(long charged) {
        return end(State.SETTLED, charged);
    }

    /** Charges to the same periods, although the reservation was released. */
    List<Draw> chargeLate(long charged) {
        ledger.chargeLate(hold, charged);
        return packs.map(held -> held.chargeLate(charged)).orElse(List.of());
    }

    boolean released() {
        return state.get() == State.RELEASED;
    }

    private List<Draw> end(State how, long used) {
        if (!state.compareAndSet(State.OPEN, how)) return List.of();
        ledger.settle(hold, used);
        bucket.ifPresent(b -> b.settle(hold.tokens(), used));
        return packs.map(held -> held.settle(used)).orElse(List.of());
    }
}
