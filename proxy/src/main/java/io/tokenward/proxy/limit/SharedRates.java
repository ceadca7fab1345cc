package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Buckets in Redis that all nodes take from. Thread-safe. They hold and refuse what {@link RateBucket} does.
 *
 * <p>What one node asks of a bucket while an answer is under way goes out together as the next question: without that a busy
 * key would pass some hundred requests a second, for each would find the bucket changed by another.
 */
final class SharedRates {
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final LettuceBasedProxyManager<byte[]> manager;
    private final RedisStore store;
    /** One for each key: only those who ask through the same one are asked for together. */
    private final Cache<String, Shared> buckets;

    SharedRates(LettuceBasedProxyManager<byte[]> manager, RedisStore store, int most) {
        this.manager = manager;
        this.store = store;
        buckets = Caffeine.newBuilder().maximumSize(most).expireAfterAccess(IDLE).executor(Runnable::run).build();
    }

    /** The bucket of that name. */
    Shared bucket(String name, Rate rate) {
        return buckets.get(name, key -> new Shared(proxy(key, rate), rate));
    }

    private AsyncBucketProxy proxy(String name, Rate rate) {
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(rate.amount())
                        .refillGreedy(RateBucket.refill(rate), RateBucket.refillPeriod(rate)))
                .build();
        return manager.asAsync()
                .builder()
                .withOptimization(Optimizations.batching())
                .build(name.getBytes(StandardCharsets.UTF_8),
                        () -> CompletableFuture.completedFuture(configuration));
    }

    /** A bucket that all nodes share. */
    final class Shared {
        private final AsyncBucketProxy bucket;
        private final Duration window;
        private final long capacity;
        private final long mostDebt;

        Shared(AsyncBucketProxy bucket, Rate rate) {
            this.bucket = bucket;
            window = rate.window();
            capacity = rate.amount();
            mostDebt = capacity / 2;
        }

        /** Takes {@code amount}, capped at the capacity, and answers nothing; or takes nothing and answers how long to wait. */
        CompletableFuture<Optional<Duration>> take(long amount) {
            if (amount <= 0) return CompletableFuture.completedFuture(Optional.empty());
            long wanted = Math.min(amount, capacity);
            long needed = Math.min(wanted, capacity - mostDebt);
            return store.ask(() -> bucket.tryConsumeAndReturnRemaining(needed)).thenCompose(probe -> {
                if (!probe.isConsumed()) return CompletableFuture.completedFuture(Optional.of(pause(probe)));
                if (wanted == needed) return CompletableFuture.completedFuture(Optional.empty());
                return store.ask(() -> bucket.consumeIgnoringRateLimits(wanted - needed))
                        .thenApply(penalty -> Optional.empty());
            });
        }

        /** Corrects a {@link #take} of {@code reserved} to what was used. */
        CompletableFuture<Void> settle(long reserved, long used) {
            long taken = Math.min(Math.max(reserved, 0), capacity);
            if (used == taken) return CompletableFuture.completedFuture(null);
            if (used < taken) return store.ask(() -> bucket.addTokens(taken - used));
            return store.ask(bucket::getAvailableTokens).thenCompose(available -> {
                long debt = Math.min(used - taken, available + mostDebt);
                if (debt <= 0) return CompletableFuture.completedFuture(null);
                return store.ask(() -> bucket.consumeIgnoringRateLimits(debt)).thenApply(penalty -> null);
            });
        }

        private Duration pause(io.github.bucket4j.ConsumptionProbe probe) {
            // Bucket4j rounds the wait down; the last nanosecond is needed.
            Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusNanos(1);
            return wait.compareTo(window) > 0 ? window : wait;
        }
    }
}
