package io.tokenward.proxy.limit;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions to a Redis server, behind a circuit breaker. Thread-safe. Whatever keeps an answer from coming is a
 * {@link StoreSilent}, at the latest after the patience of the {@link RedisConnection}.
 */
final class RedisStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);

    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private final RedisClusterAsyncCommands<String, String> commands;
    private final RedisTime time;
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - BETWEEN_LINES - 1);
    /** Whether the log says that it is silent, and nothing else since. */
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final CircuitBreaker breaker = new CircuitBreaker(System::nanoTime);

    RedisStore(RedisClusterAsyncCommands<String, String> commands, RedisTime time) {
        this.commands = commands;
        this.time = time;
    }

    /** Runs a script. The first word of the answer is what became of it; the server's time is taken out. */
    CompletableFuture<List<String>> run(RedisScript script, String[] keys, String[] arguments) {
        return ask(() -> commands
                .<List<String>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
                .exceptionallyCompose(failure -> unknown(failure)
                        ? commands.eval(script.text(), ScriptOutputType.MULTI, keys, arguments)
                        : CompletableFuture.failedStage(failure)))
                .thenApply(answer -> {
                    time.heard(Long.parseLong(answer.get(1)));
                    return answer;
                });
    }

    /** Asks anything, unless the store was given up for the moment. */
    <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> question) {
        if (!breaker.allows()) return CompletableFuture.failedFuture(new StoreSilent(breaker.problem(), false));
        asked.incrementAndGet();
        CompletionStage<T> answer;
        try {
            answer = question.get();
        } catch (RuntimeException failed) {
            answer = CompletableFuture.failedStage(failed);
        }
        return answer.handle((value, failure) -> {
            asked.decrementAndGet();
            if (failure == null) {
                if (breaker.worked() && told.getAndSet(false)) LOG.info("Redis answers again.");
                return value;
            }
            throw new CompletionException(silent(failure));
        }).toCompletableFuture();
    }

    /** Questions that have no answer yet. */
    int asked() {
        return asked.get();
    }

    /** Whether questions are not even asked now. */
    boolean givenUp() {
        return breaker.open();
    }

    /** Why the last question had no answer; empty if it had. */
    String problem() {
        return breaker.problem();
    }

    private StoreSilent silent(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        String why = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        if (breaker.failed(why) && mayLog())
            LOG.error("Redis does not answer ({}). Until it does, store-down of the policy decides.", why);
        return new StoreSilent(why, true);
    }

    /** A server that is too slow answers now and then: that must not fill the log. */
    private boolean mayLog() {
        long now = System.nanoTime();
        long before = logged.get();
        boolean may = now - before > BETWEEN_LINES && logged.compareAndSet(before, now);
        if (may) told.set(true);
        return may;
    }

    private static boolean unknown(Throwable failure) {
        return failure instanceof RedisNoScriptException || failure.getCause() instanceof RedisNoScriptException;
    }
}
