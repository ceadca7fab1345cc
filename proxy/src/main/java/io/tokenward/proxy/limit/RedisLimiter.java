package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    /** Some 50 MB: what is left of meters and of packs of as many payers, for the time when Redis is silent. */
    private static final int MOST_KNOWN = LocalLimiter.DEFAULT_MOST_ACCOUNTS;

    private final RedisBooks books;
    private final PackageWatch watch = new PackageWatch();
    private final RedisEntrance entrance;
    private final RedisHolds holds;
    private final StoreOutage outage;

    private RedisLimiter(RedisBooks books, Clock clock, int nodes) {
        this.books = books;
        var left = new KnownLeft(MOST_KNOWN, nodes);
        entrance = new RedisEntrance(books, left, watch);
        holds = new RedisHolds(books, entrance, left);
        outage = new StoreOutage(clock, books, left, nodes);
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
        return new RedisLimiter(RedisBooks.open(RedisConnection.open(settings, patience), time), clock,
                settings.nodes());
    }

    @Override
    public CompletionStage<Permit> enter(Account account, String exchange) {
        return entrance.pass(account, exchange)
                .<Permit>thenApply(entered -> new ExchangePermit(this, account, exchange, entered.standing(),
                        entered.places()))
                .exceptionallyCompose(unlessSilent(() -> outage.enter(account, exchange)
                        .thenApply(alone -> {
                            var taken = new Taken();
                            taken.add(alone::release);
                            return new ExchangePermit(this, account, exchange, Optional.empty(), taken);
                        })));
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, Demand demand) {
        ExchangePermit own = ExchangePermit.of(permit, this);
        return own.reservation(attempt -> {
            var held = new Held(permit.account(), permit.exchange() + "." + attempt, demand,
                    RedisHolds.most(permit.account(), demand), books.time().now());
            return holds.hold(own, held).exceptionallyCompose(unlessSilent(() -> outage.reserve(own, held)));
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

    /** What else to do where the store said nothing; a refusal stays one. */
    private static <T> Function<Throwable, CompletionStage<T>> unlessSilent(
            Supplier<CompletableFuture<T>> otherwise) {
        return failure -> StoreOutage.in(failure).isPresent()
                ? otherwise.get()
                : CompletableFuture.failedStage(failure);
    }
}
