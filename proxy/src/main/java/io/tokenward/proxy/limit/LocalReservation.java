package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Denied;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A reservation of {@link LocalLimiter}: holds in a ledger and in packs, and what a bucket gave. Thread-safe. */
final class LocalReservation implements ReleasableReservation {
    private enum State {
        OPEN, SETTLED, RELEASED
    }

    /**
     * What is held.
     *
     * @param tokens unweighted
     */
    record Held(Ledger.Hold hold, Optional<PurseHold> packs, long tokens) {}

    /** Holds so many tokens more for the same account and model, or refuses. */
    interface More {
        Held hold(long tokens) throws Denied;
    }

    private final Plan plan;
    private final String model;
    private final Ledger ledger;
    private final Held first;
    private final List<RateBucket> buckets;
    private final More more;
    private final List<Held> grown = new ArrayList<>(0); // guarded by this
    private State state = State.OPEN; // guarded by this

    LocalReservation(Plan plan, String model, Ledger ledger, Held first, List<RateBucket> buckets, More more) {
        this.plan = plan;
        this.model = model;
        this.ledger = ledger;
        this.first = first;
        this.buckets = List.copyOf(buckets);
        this.more = more;
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
    public CompletionStage<Boolean> grow(long moreTokens) {
        return CompletableFuture.completedStage(hasGrown(moreTokens));
    }

    /** The same as {@link #grow}, at once. */
    synchronized boolean hasGrown(long moreTokens) {
        requireNotNegative(moreTokens);
        if (state != State.OPEN) return false;
        try {
            grown.add(more.hold(moreTokens));
            return true;
        } catch (Denied refused) {
            return false;
        }
    }

    @Override
    public synchronized long tokens() {
        return grown.stream().mapToLong(Held::tokens).reduce(first.tokens(), Amounts::sum);
    }

    static void requireNotNegative(long moreTokens) {
        if (moreTokens < 0) throw new IllegalArgumentException("moreTokens must not be negative, was " + moreTokens);
    }

    /** What was held first and in which periods. */
    Ledger.Hold hold() {
        return first.hold();
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
        ledger.chargeLate(first.hold(), charged);
        return first.packs().map(held -> held.chargeLate(charged)).orElse(List.of());
    }

    @Override
    public synchronized boolean released() {
        return state == State.RELEASED;
    }

    private synchronized List<Draw> end(State how, long used) {
        if (state != State.OPEN) return List.of();
        state = how;
        // Charged before the rest is given back: in between there is too little left and never too much.
        ledger.settle(first.hold(), used);
        for (Held each : grown)
            ledger.settle(each.hold(), 0);
        for (RateBucket bucket : buckets)
            bucket.settle(first.hold().tokens(), used);
        return first.packs().map(held -> together(held).settle(used)).orElse(List.of());
    }

    private PurseHold together(PurseHold held) {
        return held.with(grown.stream().flatMap(each -> each.packs().stream()));
    }
}
