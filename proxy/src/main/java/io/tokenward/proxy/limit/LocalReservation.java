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
    record Held(List<MeterHold> meters, Charge charge, Optional<PurseHold> packs, long tokens) {
        Held {
            meters = List.copyOf(meters);
        }

        /** All of it. */
        void giveBack() {
            for (MeterHold each : meters)
                each.settle(Charge.NOTHING);
            packs.ifPresent(held -> held.settle(0));
        }
    }

    /** Holds so much more for the same account and demand, or refuses. */
    interface More {
        Held hold(Consumption more) throws Denied;
    }

    private final Plan plan;
    private final String model;
    private final Held first;
    private final List<RateUse> rates;
    private final More more;
    private final List<Held> grown = new ArrayList<>(0); // guarded by this
    private State state = State.OPEN; // guarded by this

    LocalReservation(Plan plan, String model, Held first, List<RateUse> rates, More more) {
        this.plan = plan;
        this.model = model;
        this.first = first;
        this.rates = List.copyOf(rates);
        this.more = more;
    }

    @Override
    public CompletionStage<Void> settle(Consumption used) {
        end(State.SETTLED, charge(used));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> release() {
        end(State.RELEASED, Charge.NOTHING);
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
            grown.add(more.hold(Consumption.of(0, moreTokens)));
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

    /** What was held first. */
    Charge held() {
        return first.charge();
    }

    /** Where its charge counts. */
    ChargedTo to() {
        // The last is the narrowest, such as that of a user: exchanges that hold it have the others in common.
        return first.meters().getLast().ledger().chargedTo(first.meters(), first.meters().getFirst().hold());
    }

    /** What so much is charged as. */
    Charge charge(Consumption used) {
        return plan.charge(model, used);
    }

    /** The same as {@link #settle}, with what it is charged as. Answers what was drawn from packs. */
    List<Draw> settleCharged(Charge charged) {
        return end(State.SETTLED, charged);
    }

    /** Charges to the same periods, although the reservation was released. */
    List<Draw> chargeLate(Charge charged) {
        for (MeterHold each : first.meters())
            each.chargeLate(charged);
        return first.packs().map(held -> held.chargeLate(charged.tokens())).orElse(List.of());
    }

    @Override
    public synchronized boolean released() {
        return state == State.RELEASED;
    }

    private synchronized List<Draw> end(State how, Charge used) {
        if (state != State.OPEN) return List.of();
        state = how;
        // Charged before the rest is given back: in between there is too little left and never too much.
        for (MeterHold each : first.meters())
            each.settle(used);
        for (Held part : grown)
            for (MeterHold each : part.meters())
                each.settle(Charge.NOTHING);
        for (RateUse each : rates)
            each.settle(first.charge().tokens(), used.tokens());
        return first.packs().map(held -> together(held).settle(used.tokens())).orElse(List.of());
    }

    private PurseHold together(PurseHold held) {
        return grown.isEmpty() ? held : held.with(grown.stream().flatMap(each -> each.packs().stream()));
    }
}
