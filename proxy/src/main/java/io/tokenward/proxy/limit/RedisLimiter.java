package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Limits that several proxies share, in a Redis server or cluster. Thread-safe; never blocks its caller.
 *
 * <p>Quotas, packs and places are changed by one script for each step, which sees and changes all of a payer's accounts at one
 * moment, by the server's clock. Rates are buckets of Bucket4j beside them. What may go wrong on the way is repeated without
 * harm: every reservation has an id, and ends once.
 *
 * <p><b>While Redis is silent</b> new requests go as {@link StoreDown} of their account says, and endings are kept until it
 * has taken them. {@link RedisPacks} keeps the packs.
 */
public final class RedisLimiter implements Limiter, AutoCloseable {
    /** Longer than any stream of an endpoint lasts. */
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
    /** Scripts count in doubles, which are exact to here and far beyond. */
    private static final long MOST_HELD = 10_000_000_000_000L;
    private static final int MOST_MOVES = 3;

    private final RedisBooks books;
    private final StoreOutage outage;
    private final PackageWatch watch = new PackageWatch();

    private RedisLimiter(RedisBooks books, StoreOutage outage) {
        this.books = books;
        this.outage = outage;
    }

    /**
     * Connects to a server.
     *
     * @throws LedgerProblem if nobody answers there, or not to us
     */
    public static RedisLimiter open(RedisSettings settings, Clock clock) throws LedgerProblem {
        return open(settings, clock, RedisTime.ofServer(clock));
    }

    static RedisLimiter open(RedisSettings settings, Clock clock, RedisTime time) throws LedgerProblem {
        return open(settings, clock, time, RedisConnection.PATIENCE);
    }

    /** @param patience how long an answer may take */
    static RedisLimiter open(RedisSettings settings, Clock clock, RedisTime time, Duration patience)
            throws LedgerProblem {
        return new RedisLimiter(RedisBooks.open(RedisConnection.open(settings, patience), time),
                new StoreOutage(clock, LocalLimiter.DEFAULT_MOST_ACCOUNTS, settings.nodes()));
    }

    @Override
    public CompletionStage<Permit> enter(Account account, String exchange) {
        return pass(account, exchange).exceptionallyCompose(unlessSilent(() -> outage.enter(account, exchange)
                .thenApply(alone -> new ExchangePermit(this, account, exchange, Optional.empty(), alone::release))));
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, Demand demand) {
        ExchangePermit own = ExchangePermit.of(permit, this);
        return own.reservation(attempt -> {
            var held = new Held(permit.account(), permit.exchange() + "." + attempt, demand,
                    held(permit.account(), demand), books.time().now());
            return hold(own, held).exceptionallyCompose(unlessSilent(() -> alone(own, held)));
        });
    }

    /** What a demand holds at most. */
    static Charge held(Account account, Demand demand) {
        Charge most = account.plan().most(demand.model(), demand.most());
        return new Charge(Math.min(most.tokens(), MOST_HELD), Math.min(most.micros(), MOST_HELD));
    }

    /** Where the quotas of an account stand now. */
    public CompletionStage<Balances> balances(Account account) {
        return books.look(account);
    }

    /** The packs that these limits draw on. */
    public PackStore packs() {
        return new RedisPacks(books, watch);
    }

    /** Revocations that all proxies on this store see. */
    public SharedRevocations revocations() {
        return books.revocations();
    }

    /** Endings that Redis was not told yet. */
    public int overdue() {
        return books.overdue().waiting();
    }

    RedisBooks books() {
        return books;
    }

    @Override
    public void close() {
        books.close();
    }

    /** Passes the key and all levels, or takes nothing of any. */
    private CompletableFuture<Permit> pass(Account account, String exchange) {
        var places = new Taken();
        var asked = new Taken();
        var standing = new AtomicReference<Optional<PackageStanding>>(Optional.empty());
        CompletableFuture<Void> passed = place(account, Refusals.KEY, exchange, places)
                .thenCompose(little -> {
                    standing.set(little);
                    return books.rates().ask(account, Refusals.KEY, asked);
                });
        for (Level level : account.levels())
            passed = passed.thenCompose(
                    before -> pass(byItself(level, account), level.words(), exchange, places, asked));
        return passed.whenComplete((done, failure) -> {
            if (failure == null) return;
            asked.giveBack();
            places.giveBack();
        })
                .thenApply(done -> new ExchangePermit(this, account, exchange, requireNonNull(standing.get()),
                        places::giveBack));
    }

    private CompletableFuture<Void> pass(Account account, String who, String exchange, Taken places, Taken asked) {
        return place(account, who, exchange, places).thenCompose(placed -> books.rates().ask(account, who, asked));
    }

    /** A level stands for itself, as a key without tenant does. */
    private static Account byItself(Level level, Account account) {
        return new Account(level.id(), "", new Plan(account.plan().name(), level.rates(), Quotas.unlimited(),
                ZoneOffset.UTC, Map.of()), account.storeDown());
    }

    /** Refuses the spent and takes a place. Answers whether there is little left of the package. */
    private CompletableFuture<Optional<PackageStanding>> place(Account account, String who, String exchange,
            Taken places) {
        Plan plan = account.plan();
        if (!account.bound() && plan.rates().concurrency().isEmpty())
            return CompletableFuture.completedFuture(Optional.empty());
        String key = RedisKeys.of(account).places(account.keyId());
        String most = plan.rates().concurrency().isEmpty()
                ? ""
                : Integer.toString(plan.rates().concurrency().getAsInt());
        List<Metered> meters = account.meters();
        return books.run(RedisScript.ENTER, account, meters, key, MOST_MOVES, most, exchange,
                Long.toString(Places.LEASE.toMillis()))
                .thenApply(answer -> {
                    OptionalLong whole = answer.ofPackage();
                    Optional<PackageStanding> little = whole.isEmpty()
                            ? Optional.empty()
                            : watch.left(account, whole.getAsLong(), answer.now());
                    long left = answer.leftOrRefuse(account, meters, who, Charge.NOTHING);
                    if (account.bound()) outage.heard(account, left);
                    if (!most.isEmpty()) places.add(books.places().taken(key, exchange));
                    return little;
                })
                .whenComplete((placed, failure) -> {
                    // Nobody knows whether Redis gave a place: it would be lent to nobody for as long as a lease lasts.
                    if (failure != null && StoreOutage.unsure(failure) && !most.isEmpty())
                        books.places().giveBack(key, exchange);
                });
    }

    private CompletableFuture<Reservation> hold(ExchangePermit permit, Held held) {
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
                    permit.alsoLeave(places::giveBack);
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
            passed = passed
                    .thenCompose(before -> pass(byItself(level, account), level.words(), held.id(), places, taken));
        passed = passed.thenCompose(before -> take(account, Refusals.KEY, held, taken));
        for (Level level : account.levels(held.demand()))
            passed = passed.thenCompose(before -> take(byItself(level, account), level.words(), held, taken));
        return passed;
    }

    private CompletableFuture<Void> take(Account account, String who, Held held, Taken taken) {
        return books.rates().take(account, who, held.charge().tokens(), held.demand().bytes(), taken);
    }

    private CompletableFuture<Void> reserve(Held held) {
        Account account = held.account();
        if (!account.kept()) return CompletableFuture.completedFuture(null);
        List<Metered> meters = account.meters(held.demand());
        return books.run(RedisScript.RESERVE, account, meters, held.endedKey(), MOST_MOVES, held.id(),
                Long.toString(held.charge().tokens()), Long.toString(TIME_TO_LIVE.toMillis()),
                Long.toString(held.charge().micros()))
                .thenAccept(answer -> outage.heard(account,
                        answer.leftOrRefuse(account, meters, Refusals.KEY, held.charge())));
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
                                RedisLimiter.this.release(held, parts.get()));
                    }

                    @Override
                    public CompletableFuture<Boolean> grow(long moreTokens) {
                        Held part = held.part(parts.incrementAndGet(), Consumption.of(0, moreTokens));
                        return reserve(part).handle((done, failure) -> failure == null);
                    }
                });
    }

    private CompletableFuture<Void> release(Held held, int parts) {
        return held.account().kept() ? books.release(held, parts) : CompletableFuture.completedFuture(null);
    }

    /** What this process grants by itself; what is used of it is told later, under another id than the one to be forgotten. */
    private CompletableFuture<Reservation> alone(ExchangePermit permit, Held held) {
        Account account = held.account();
        if (account.storeDown() != StoreDown.OPEN && !books.hasRoom())
            return CompletableFuture.failedFuture(Problem.STORE_DOWN.denied());
        LocalReservation here;
        try {
            here = outage.hold(permit, account, held.demand());
        } catch (Denied refused) {
            return CompletableFuture.failedFuture(refused);
        }
        Held late = held.late();
        return CompletableFuture.completedFuture(
                new RedisReservation(account.plan(), held.demand().model(), held.tokens(),
                        new RedisReservation.Ending() {
                            @Override
                            public CompletableFuture<Void> settle(Charge charged) {
                                here.settleCharged(charged);
                                outage.settle(account, held.charge().tokens(), charged.tokens());
                                return account.kept()
                                        ? books.settle(late, charged, 0)
                                        : CompletableFuture.completedFuture(null);
                            }

                            @Override
                            public CompletableFuture<Void> release() {
                                here.settleCharged(Charge.NOTHING);
                                outage.settle(account, held.charge().tokens(), 0);
                                return CompletableFuture.completedFuture(null);
                            }

                            /** Nobody can be asked: what was granted has to do. */
                            @Override
                            public CompletableFuture<Boolean> grow(long moreTokens) {
                                return CompletableFuture.completedFuture(false);
                            }
                        }));
    }

    /**
     * A correction that Redis did not answer is not repeated: a second one could give twice. The bucket is full again by itself
     * within 90 seconds, and quotas and packs count what was used in any case.
     */
    private CompletableFuture<Void> settleRate(Held held, long charged) {
        Account account = held.account();
        CompletableFuture<Void> settled = books.rates().settle(account, held.charge().tokens(), charged);
        for (Level level : account.levels(held.demand()))
            settled = CompletableFuture.allOf(settled,
                    books.rates().settle(byItself(level, account), held.charge().tokens(), charged));
        return settled.exceptionally(silent -> null);
    }

    /** What else to do where the store said nothing; a refusal stays one. */
    private static <T> Function<Throwable, CompletionStage<T>> unlessSilent(
            Supplier<CompletableFuture<T>> otherwise) {
        return failure -> StoreOutage.in(failure).isPresent()
                ? otherwise.get()
                : CompletableFuture.failedStage(failure);
    }
}
