package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
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
                .thenApply(alone -> new ExchangePermit(this, account, exchange, alone::release))));
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, String model, long tokens) {
        return ExchangePermit.of(permit, this).reservation(tokens, attempt -> {
            var held = new Held(permit.account(), permit.exchange() + "." + attempt, model, tokens,
                    Math.min(permit.account().plan().weigh(model, tokens), MOST_HELD), books.time().now());
            return hold(held).exceptionallyCompose(unlessSilent(() -> alone(held)));
        });
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
        CompletableFuture<Void> passed = pass(account, Refusals.KEY, exchange, places, asked);
        for (Level level : account.levels())
            passed = passed.thenCompose(
                    before -> pass(byItself(level, account), level.words(), exchange, places, asked));
        return passed.whenComplete((done, failure) -> {
            if (failure == null) return;
            asked.giveBack();
            places.giveBack();
        }).thenApply(done -> new ExchangePermit(this, account, exchange, places::giveBack));
    }

    private CompletableFuture<Void> pass(Account account, String who, String exchange, Taken places, Taken asked) {
        return place(account, who, exchange, places).thenCompose(placed -> ask(account, who, asked));
    }

    /** A level stands for itself, as a key without tenant does. */
    private static Account byItself(Level level, Account account) {
        return new Account(level.id(), "", new Plan(account.plan().name(), level.rates(), Quotas.unlimited(),
                ZoneOffset.UTC, Map.of()), account.storeDown());
    }

    /** Refuses the spent and takes a place. */
    private CompletableFuture<Void> place(Account account, String who, String exchange, Taken places) {
        Plan plan = account.plan();
        if (!plan.bound() && plan.rates().concurrency().isEmpty()) return CompletableFuture.completedFuture(null);
        String key = RedisKeys.of(account).places(account.keyId());
        String most = plan.rates().concurrency().isEmpty()
                ? ""
                : Integer.toString(plan.rates().concurrency().getAsInt());
        return books.run(RedisScript.ENTER, account, key, MOST_MOVES, most, exchange,
                Long.toString(Places.LEASE.toMillis()))
                .thenAccept(answer -> {
                    answer.ofPackage().ifPresent(whole -> watch.left(account, whole, answer.now()));
                    long left = answer.leftOrRefuse(account, who, 0);
                    if (plan.bound()) outage.heard(account, left);
                    if (!most.isEmpty()) places.add(books.places().taken(key, exchange));
                })
                .whenComplete((placed, failure) -> {
                    // Nobody knows whether Redis gave a place: it would be lent to nobody for as long as a lease lasts.
                    if (failure != null && StoreOutage.unsure(failure) && !most.isEmpty())
                        books.places().giveBack(key, exchange);
                });
    }

    /** Takes one request of the rate. */
    private CompletableFuture<Void> ask(Account account, String who, Taken asked) {
        OptionalLong perMinute = account.plan().rates().requestsPerMinute();
        if (perMinute.isEmpty()) return CompletableFuture.completedFuture(null);
        SharedRates.Shared bucket = bucket("requests", account, perMinute.getAsLong());
        return bucket.take(1).thenAccept(wait -> {
            if (wait.isPresent())
                throw new CompletionException(Refusals.requests(who, perMinute.getAsLong(), wait.get()));
            asked.add(() -> bucket.settle(1, 0));
        });
    }

    /** Takes tokens of the rate. */
    private CompletableFuture<Void> take(Account account, String who, long weighed, Taken taken) {
        OptionalLong perMinute = account.plan().rates().tokensPerMinute();
        if (perMinute.isEmpty()) return CompletableFuture.completedFuture(null);
        SharedRates.Shared bucket = bucket("tokens", account, perMinute.getAsLong());
        return bucket.take(weighed).thenAccept(wait -> {
            if (wait.isPresent())
                throw new CompletionException(Refusals.tokens(who, perMinute.getAsLong(), wait.get()));
            taken.add(() -> bucket.settle(weighed, 0));
        });
    }

    private CompletableFuture<Reservation> hold(Held held) {
        var taken = new Taken();
        return reserve(held)
                .exceptionallyCompose(failure -> StoreOutage.unsure(failure)
                        ? forgotten(held, failure)
                        : CompletableFuture.failedFuture(failure))
                .thenCompose(kept -> rates(held, taken).exceptionallyCompose(failure -> {
                    taken.giveBack();
                    return forgotten(held, failure);
                }))
                .thenApply(passed -> granted(held));
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

    /** Takes what the exchange wants of the rates of all levels. */
    private CompletableFuture<Void> rates(Held held, Taken taken) {
        Account account = held.account();
        Optional<Level> model = account.plan().levels().model(account.keyId(), held.model());
        CompletableFuture<Void> passed = model.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : ask(byItself(model.get(), account), model.get().words(), taken);
        passed = passed.thenCompose(before -> take(account, Refusals.KEY, held.weighed(), taken));
        for (Level level : account.levels(held.model()))
            passed = passed.thenCompose(
                    before -> take(byItself(level, account), level.words(), held.weighed(), taken));
        return passed;
    }

    private CompletableFuture<Void> reserve(Held held) {
        if (!held.account().kept()) return CompletableFuture.completedFuture(null);
        return books.run(RedisScript.RESERVE, held.account(), held.endedKey(), MOST_MOVES, held.id(),
                Long.toString(held.weighed()), Long.toString(TIME_TO_LIVE.toMillis()))
                .thenAccept(answer -> outage.heard(held.account(),
                        answer.leftOrRefuse(held.account(), Refusals.KEY, held.weighed())));
    }

    private Reservation granted(Held held) {
        return new RedisReservation(held.account().plan(), held.model(), held.tokens(),
                new RedisReservation.Ending() {
                    private final AtomicInteger parts = new AtomicInteger();

                    @Override
                    public CompletableFuture<Void> settle(long charged) {
                        return CompletableFuture.allOf(settleRate(held, charged),
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
                        Held part = held.part(parts.incrementAndGet(), moreTokens);
                        return reserve(part).handle((done, failure) -> failure == null);
                    }
                });
    }

    private CompletableFuture<Void> release(Held held, int parts) {
        return held.account().kept() ? books.release(held, parts) : CompletableFuture.completedFuture(null);
    }

    /** What this process grants by itself; what is used of it is told later, under another id than the one to be forgotten. */
    private CompletableFuture<Reservation> alone(Held held) {
        Account account = held.account();
        if (account.storeDown() != StoreDown.OPEN && !books.hasRoom())
            return CompletableFuture.failedFuture(Problem.STORE_DOWN.denied());
        LocalReservation here;
        try {
            here = outage.hold(account, held.model(), held.tokens());
        } catch (Denied refused) {
            return CompletableFuture.failedFuture(refused);
        }
        Held late = held.late();
        return CompletableFuture.completedFuture(
                new RedisReservation(account.plan(), held.model(), held.tokens(), new RedisReservation.Ending() {
                    @Override
                    public CompletableFuture<Void> settle(long charged) {
                        here.settleWeighed(charged);
                        outage.settle(account, held.weighed(), charged);
                        return account.kept()
                                ? books.settle(late, charged, 0)
                                : CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletableFuture<Void> release() {
                        here.settleWeighed(0);
                        outage.settle(account, held.weighed(), 0);
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
        CompletableFuture<Void> settled = settleRate(account, held, charged);
        for (Level level : account.levels(held.model()))
            settled = CompletableFuture.allOf(settled, settleRate(byItself(level, account), held, charged));
        return settled.exceptionally(silent -> null);
    }

    private CompletableFuture<Void> settleRate(Account account, Held held, long charged) {
        OptionalLong perMinute = account.plan().rates().tokensPerMinute();
        if (perMinute.isEmpty()) return CompletableFuture.completedFuture(null);
        return bucket("tokens", account, perMinute.getAsLong()).settle(held.weighed(), charged);
    }

    private SharedRates.Shared bucket(String rate, Account account, long perMinute) {
        String name = RedisKeys.of(account).bucket(rate, account.keyId(), perMinute);
        return books.rates().bucket(name, perMinute);
    }

    /** What else to do where the store said nothing; a refusal stays one. */
    private static <T> Function<Throwable, CompletionStage<T>> unlessSilent(
            Supplier<CompletableFuture<T>> otherwise) {
        return failure -> StoreOutage.in(failure).isPresent()
                ? otherwise.get()
                : CompletableFuture.failedStage(failure);
    }
}
