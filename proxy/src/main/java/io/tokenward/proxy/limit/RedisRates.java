package io.tokenward.proxy.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Requests, tokens and bytes of keys and levels, in buckets that all nodes share. Thread-safe. */
final class RedisRates {
    private static final String REQUESTS = "requests";
    private static final String TOKENS = "tokens";
    private static final String BYTES = "bytes";

    private final SharedRates shared;

    RedisRates(SharedRates shared) {
        this.shared = shared;
    }

    /** Takes one request. */
    CompletableFuture<Void> ask(Account account, String who, Taken asked) {
        return take(account, REQUESTS, account.plan().rates().requests(), who, 1, asked);
    }

    /** Takes the tokens and bytes of a body. */
    CompletableFuture<Void> take(Account account, String who, long weighed, long bytes, Taken taken) {
        Rates rates = account.plan().rates();
        return take(account, BYTES, rates.bytes(), who, bytes, taken)
                .thenCompose(done -> take(account, TOKENS, rates.tokens(), who, weighed, taken));
    }

    /** Corrects the tokens that were taken to what was used. */
    CompletableFuture<Void> settle(Account account, long weighed, long used) {
        CompletableFuture<?>[] settled = account.plan()
                .rates()
                .tokens()
                .stream()
                .map(rate -> bucket(account, TOKENS, rate).settle(weighed, used))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(settled);
    }

    private CompletableFuture<Void> take(Account account, String what, List<Rate> rates, String who, long amount,
            Taken taken) {
        CompletableFuture<Void> passed = CompletableFuture.completedFuture(null);
        for (Rate rate : rates)
            passed = passed.thenCompose(before -> take(bucket(account, what, rate), what, rate, who, amount, taken));
        return passed;
    }

    private static CompletableFuture<Void> take(SharedRates.Shared bucket, String what, Rate rate, String who,
            long amount, Taken taken) {
        return bucket.take(amount).thenAccept((Optional<Duration> wait) -> {
            if (wait.isPresent()) throw new CompletionException(Refusals.rate(what, who, rate, wait.get()));
            taken.add(() -> bucket.settle(amount, 0));
        });
    }

    private SharedRates.Shared bucket(Account account, String what, Rate rate) {
        return shared.bucket(RedisKeys.of(account).bucket(what, account.keyId(), rate), rate);
    }
}
