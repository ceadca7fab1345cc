package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import io.tokenward.proxy.problem.Denied;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

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
        return new RedisLimiter(RedisBooks.open(RedisConnection.open(settings), time),
                new StoreOutage(clock, LocalLimiter.DEFAULT_MOST_ACCOUNTS, settings.nodes()));
    }

    @Override
    public CompletionStage<Permit> enter(Account account, String exchange) {
        return place(account, exchange)
                .thenCompose(leave -> request(account, leave)
                        .<Permit>thenApply(passed -> new RedisPermit(this, account, exchange, leave)))
                .exceptionallyCompose(unlessSilent(() -> outage.enter(account, exchange)
                        .thenApply(alone -> new RedisPermit(this, account, exchange, alone::release))));
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, String model, long tokens) {
        // Another limiter's permit would put tokens into books of which its owner knows nothing.
        if (!(permit instanceof RedisPermit own) || !own.isOf(this))
            throw new IllegalArgumentException("the permit of another limiter: " + permit);
        if (tokens < 0) throw new IllegalArgumentException("tokens must not be negative, was " + tokens);
        return own.reservation(attempt -> {
            var held = new Held(own.account(), own.exchange() + "." + attempt, model, tokens,
                    Math.min(own.account().plan().weigh(model, tokens), MOST_HELD), books.time().now());
            return hold(held).exceptionallyCompose(unlessSilent(() -> alone(held)));
        });
    }

    /** Where the quotas of an account stand now. */
    public CompletionStage<Balances> balances(Account account) {
        return books.look(account);
    }

    /** The packs that these limits draw on. */
    public PackStore packs() {
        return new RedisPacks(books);
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

    /** Refuses the spent and takes a place; answers how it is given back. */
    private CompletableFuture<Runnable> place(Account account, String exchange) {
        Plan plan = account.plan();
        boolean bound = plan.quotas().limited() || plan.tokenPackage().isPresent();
        if (!bound && plan.rates().concurrency().isEmpty()) return CompletableFuture.completedFuture(() -> {});
        String places = RedisKeys.of(account).places(account.keyId());
        String most = plan.rates().concurrency().isEmpty()
                ? ""
                : Integer.toString(plan.rates().concurrency().getAsInt());
        return books.run(RedisScript.ENTER, account, places, MOST_MOVES, most, exchange,
                Long.toString(Places.LEASE.toMillis()))
                .thenApply(answer -> {
                    outage.heard(account, answer.leftOrRefuse(account, 0));
                    return most.isEmpty() ? () -> {} : books.places().taken(places, exchange);
                });
    }

    /** Takes one request of the rate, or gives the place back and refuses. */
    private CompletableFuture<Void> request(Account account, Runnable leave) {
        return take("requests", account, account.plan().rates().requestsPerMinute(), 1)
                .thenAccept(wait -> wait.ifPresent(time -> {
                    throw new CompletionException(Refusals.requests(time));
                }))
                .whenComplete((passed, failure) -> {
                    if (failure != null) leave.run();
                });
    }

    private CompletableFuture<Reservation> hold(Held held) {
        return reserve(held)
                .thenCompose(kept -> take("tokens", held.account(), held.account().plan().rates().tokensPerMinute(),
                        held.weighed()))
                .thenCompose(wait -> wait.isEmpty()
                        ? CompletableFuture.completedFuture(granted(held))
                        : release(held, 0).thenCompose(
                                released -> CompletableFuture.failedFuture(Refusals.tokens(wait.get()))))
                .whenComplete((granted, failure) -> {
                    // Nobody knows what of it Redis did: it is to forget it.
                    if (failure != null && StoreOutage.in(failure).isPresent()) release(held, 0);
                });
    }

    private CompletableFuture<Void> reserve(Held held) {
        if (!kept(held.account())) return CompletableFuture.completedFuture(null);
        return books.run(RedisScript.RESERVE, held.account(), held.endedKey(), MOST_MOVES, held.id(),
                Long.toString(held.weighed()), Long.toString(TIME_TO_LIVE.toMillis()))
                .thenAccept(answer -> outage.heard(held.account(),
                        answer.leftOrRefuse(held.account(), held.weighed())));
    }

    private Reservation granted(Held held) {
        return new RedisReservation(held.account().plan(), held.model(), held.tokens(),
                new RedisReservation.Ending() {
                    private final AtomicInteger parts = new AtomicInteger();

                    @Override
                    public CompletableFuture<Void> settle(long charged) {
                        return CompletableFuture.allOf(settleRate(held, charged),
                                kept(held.account())
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
        return kept(held.account()) ? books.release(held, parts) : CompletableFuture.completedFuture(null);
    }

    /** What this process grants by itself; what is used of it is told later, under another id than the one to be forgotten. */
    private CompletableFuture<Reservation> alone(Held held) {
        Account account = held.account();
        if (account.storeDown() != StoreDown.OPEN && !books.hasRoom())
            return CompletableFuture.failedFuture(io.tokenward.proxy.problem.Problem.STORE_DOWN.denied());
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
                        return kept(account) ? books.settle(late, charged, 0) : CompletableFuture.completedFuture(null);
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

    private CompletableFuture<Optional<Duration>> take(String rate, Account account, OptionalLong perMinute,
            long amount) {
        if (perMinute.isEmpty()) return CompletableFuture.completedFuture(Optional.empty());
        return bucket(rate, account, perMinute.getAsLong()).take(amount);
    }

    /** A bucket that cannot be corrected fills by itself within minutes. */
    private CompletableFuture<Void> settleRate(Held held, long charged) {
        OptionalLong perMinute = held.account().plan().rates().tokensPerMinute();
        if (perMinute.isEmpty()) return CompletableFuture.completedFuture(null);
        return bucket("tokens", held.account(), perMinute.getAsLong())
                .settle(held.weighed(), charged)
                .exceptionally(silent -> null);
    }

    private SharedRates.Shared bucket(String rate, Account account, long perMinute) {
        String name = RedisKeys.of(account).bucket(rate, account.keyId(), perMinute);
        return books.rates().bucket(name, perMinute);
    }

    /** Keys without tenant and limit leave no trace: anybody can make up any number of them where keys are passed on. */
    private static boolean kept(Account account) {
        return !account.tenant().isEmpty() || account.plan().quotas().limited()
                || account.plan().tokenPackage().isPresent();
    }

    /** What else to do where the store said nothing; a refusal stays one. */
    private static <T> Function<Throwable, CompletionStage<T>> unlessSilent(
            java.util.function.Supplier<CompletableFuture<T>> otherwise) {
        return failure -> StoreOutage.in(failure).isPresent()
                ? otherwise.get()
                : CompletableFuture.failedStage(failure);
    }
}
