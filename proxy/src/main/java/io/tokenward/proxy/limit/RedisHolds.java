package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The second step of an exchange on a shared store: what it wants is held in all quotas, budgets, packs and rates, or in none.
 * Thread-safe.
 */
final class RedisHolds {
    /** Longer than any stream of an endpoint lasts. */
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
    /** Scripts count in doubles, which are exact to here and far beyond. */
    private static final long MOST_HELD = 10_000_000_000_000L;

    private final RedisBooks books;
    private final RedisEntrance entrance;
    private final KnownLeft known;

    /** @param known is told what is left */
    RedisHolds(RedisBooks books, RedisEntrance entrance, KnownLeft known) {
        this.books = books;
        this.entrance = entrance;
        this.known = known;
    }

    /** What a demand holds at most. */
    static Charge most(Account account, Demand demand) {
        Charge most = account.plan().most(demand.model(), demand.most());
        return new Charge(Math.min(most.tokens(), MOST_HELD), Math.min(most.micros(), MOST_HELD));
    }

    /** Holds it, or fails and has given back what it held. */
    CompletableFuture<Reservation> hold(ExchangePermit permit, Held held) {
        var taken = new Taken();
        var places = new Taken();
        return reserve(held)
                .exceptionallyCompose(failure -> StoreOutage.unsure(failure)
                        ? forgotten(held, failure)
                        : CompletableFuture.failedFuture(failure))
                .thenCompose(kept -> rates(held, places, taken).exceptionallyCompose(failure -> {
                    places.giveBack();
                    taken.giveBack();
                    return forgotten(held, failure);
                }))
                .thenApply(passed -> {
                    permit.has(places);
                    return granted(held);
                });
    }

    /**
     * Fails with that failure, once Redis has given back what it held or may have held. Nobody waits for a Redis that is
     * silent: then it is told later.
     */
    private CompletableFuture<Void> forgotten(Held held, Throwable failure) {
        CompletableFuture<Void> told = held.account().kept()
                ? books.forget(held)
                : CompletableFuture.completedFuture(null);
        return StoreOutage.in(failure).isPresent()
                ? CompletableFuture.failedFuture(failure)
                : told.thenCompose(forgotten -> CompletableFuture.failedFuture(failure));
    }

    /** Passes the levels that the body told, and takes what the exchange wants of the rates of all levels. */
    private CompletableFuture<Void> rates(Held held, Taken places, Taken taken) {
        Account account = held.account();
        CompletableFuture<Void> passed = CompletableFuture.completedFuture(null);
        for (Level level : account.lateLevels(held.demand()))
            passed = passed.thenCompose(before -> entrance.pass(RedisEntrance.byItself(level, account), level.words(),
                    held.id(), places, taken));
        passed = passed.thenCompose(before -> take(account, Refusals.KEY, held, taken));
        for (Level level : account.levels(held.demand()))
            passed = passed.thenCompose(
                    before -> take(RedisEntrance.byItself(level, account), level.words(), held, taken));
        return passed;
    }

    private CompletableFuture<Void> take(Account account, String who, Held held, Taken taken) {
        return books.rates().take(account, who, held.charge().tokens(), held.demand().bytes(), taken);
    }

    private CompletableFuture<Void> reserve(Held held) {
        Account account = held.account();
        if (!account.kept()) return CompletableFuture.completedFuture(null);
        List<Metered> meters = account.meters(held.demand());
        return books.run(RedisScript.RESERVE, account, meters, held.endedKey(), RedisEntrance.MOST_MOVES, held.id(),
                Long.toString(held.charge().tokens()), Long.toString(TIME_TO_LIVE.toMillis()),
                Long.toString(held.charge().micros()))
                .thenAccept(answer -> known.heard(account, meters,
                        answer.restsOrRefuse(account, meters, Refusals.KEY, held.charge())));
    }

    private Reservation granted(Held held) {
        return new RedisReservation(held.account().plan(), held.demand().model(), held.tokens(),
                new RedisReservation.Ending() {
                    private final AtomicInteger parts = new AtomicInteger();

                    @Override
                    public CompletableFuture<Void> settle(Charge charged) {
                        return CompletableFuture.allOf(settleRate(held, charged.tokens()),
                                held.account().kept()
                                        ? books.settle(held, charged, parts.get())
                                        : CompletableFuture.completedFuture(null));
                    }

                    @Override
                    public CompletableFuture<Void> release() {
                        return CompletableFuture.allOf(settleRate(held, 0),
                                held.account().kept()
                                        ? books.release(held, parts.get())
                                        : CompletableFuture.completedFuture(null));
                    }

                    @Override
                    public CompletableFuture<Boolean> grow(long moreTokens) {
                        Held part = held.part(parts.incrementAndGet(), Consumption.of(0, moreTokens));
                        return reserve(part).handle((done, failure) -> failure == null);
                    }
                });
    }

    /**
     * A correction that Redis did not answer is not repeated: a second one could give twice. From its deepest debt a bucket is full
     * again by itself within one and a half windows, and quotas and packs count what was used in any case.
     */
    private CompletableFuture<Void> settleRate(Held held, long charged) {
        Account account = held.account();
        CompletableFuture<Void> settled = books.rates().settle(account, held.charge().tokens(), charged);
        for (Level level : account.levels(held.demand()))
            settled = CompletableFuture.allOf(settled, books.rates()
                    .settle(RedisEntrance.byItself(level, account), held.charge().tokens(), charged));
        return settled.exceptionally(silent -> null);
    }
}
