package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What stands in Redis, and the ways to ask and change it. Thread-safe. */
final class RedisBooks implements AutoCloseable {
    private static final long LAST_WORDS_SECONDS = 10;

    private final RedisConnection connection;
    private final RedisTime time;
    private final RedisStore store;
    private final RedisRates rates;
    private final Places places;
    private final AccountArguments arguments = new AccountArguments();
    private final OverdueEndings overdue = new OverdueEndings();
    private final ScheduledExecutorService housekeeping = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("redis-upkeep").factory());

    private RedisBooks(RedisConnection connection, RedisTime time) {
        this.connection = connection;
        this.time = time;
        store = new RedisStore(connection.commands(), time);
        rates = new RedisRates(
                new SharedRates(connection.buckets(time), store, LocalLimiter.DEFAULT_MOST_ACCOUNTS));
        places = new Places(connection.commands(), store, time, overdue);
    }

    static RedisBooks open(RedisConnection connection, RedisTime time) {
        var books = new RedisBooks(connection, time);
        books.overdue.tellOn(books.housekeeping);
        books.places.renewOn(books.housekeeping);
        return books;
    }

    RedisTime time() {
        return time;
    }

    RedisRates rates() {
        return rates;
    }

    Places places() {
        return places;
    }

    RedisStore store() {
        return store;
    }

    OverdueEndings overdue() {
        return overdue;
    }

    SharedRevocations revocations() {
        return new SharedRevocations(connection.commands(), store);
    }

    boolean hasRoom() {
        return overdue.hasRoom();
    }

    /** Runs a script for the periods that run now; again where the server says that it is another time. */
    CompletableFuture<RedisAnswer> run(RedisScript script, Account account, List<Metered> meters, String lastKey,
            int moves,
            String... more) {
        Instant now = time.now();
        return store
                .run(script, RedisKeys.of(account).with(lastKey), arguments.of(account, meters, time, now, more))
                .thenCompose(words -> {
                    var answer = new RedisAnswer(words, now);
                    if (!answer.moved()) return CompletableFuture.completedFuture(answer);
                    if (moves == 0)
                        return CompletableFuture.failedFuture(new StoreSilent("the clocks do not agree", false));
                    return run(script, account, meters, lastKey, moves - 1, more);
                });
    }

    /** @param parts how often it has grown */
    CompletableFuture<Void> settle(Held held, Charge charged, int parts) {
        return untilTold(() -> end(held, "settled", charged, parts));
    }

    /** @param parts how often it has grown */
    CompletableFuture<Void> release(Held held, int parts) {
        return untilTold(() -> end(held, "released", Charge.NOTHING, parts));
    }

    CompletableFuture<Balances> look(Account account) {
        return run(RedisScript.LOOK, account, account.meters(), RedisKeys.of(account).granted(), 0)
                .thenApply(answer -> {
                    Quotas quotas = account.plan().quotas();
                    return new Balances(
                            new Balance(answer.number(2), answer.number(3), quotas.day(),
                                    end(QuotaPeriod.DAY, account, answer)),
                            new Balance(answer.number(4), answer.number(5), quotas.month(),
                                    end(QuotaPeriod.MONTH, account, answer)));
                });
    }

    /** Ends as a process does that is killed: nothing more is told. */
    void vanish() {
        housekeeping.shutdownNow();
        connection.close();
    }

    /** Tells what was not told yet, and hears the answers, if Redis lets us within ten seconds. */
    @Override
    public void close() {
        housekeeping.shutdown();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WORDS_SECONDS);
        while (overdue.waiting() + store.asked() > 0 && System.nanoTime() < deadline) {
            overdue.tellAgain();
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        connection.close();
    }

    /** A release for which nobody waits while Redis is silent: it is told later, if there is room. Never fails. */
    CompletableFuture<Void> forget(Held held) {
        return overdue.tryTelling(() -> end(held, "released", Charge.NOTHING, 0));
    }

    private CompletableFuture<Void> untilTold(Supplier<CompletableFuture<?>> telling) {
        return telling.get()
                .<Void>thenApply(told -> null)
                .exceptionallyCompose(silent -> overdue.tell(telling));
    }

    /** By the periods of the moment in which it was made, which may have ended. */
    private CompletableFuture<?> end(Held held, String how, Charge charged, int parts) {
        String[] told = arguments.of(held.account(), held.account().meters(held.demand()), time,
                held.at(), held.id(), how, Long.toString(charged.tokens()), AccountArguments.millis(held.at()),
                Integer.toString(parts), Long.toString(charged.micros()));
        return store.run(RedisScript.END, RedisKeys.of(held.account()).with(held.endedKey()), told);
    }

    private static Instant end(QuotaPeriod period, Account account, RedisAnswer answer) {
        return period.around(answer.now(), account.plan().zone()).end();
    }
}
