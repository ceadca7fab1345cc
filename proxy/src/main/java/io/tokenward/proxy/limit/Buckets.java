package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;

/**
 * The buckets of one rate by key, bounded. Thread-safe.
 *
 * <p>A bucket that nobody asked for in twice its window is full again from any debt, so forgetting it changes nothing. At the
 * bound the least used key is forgotten earlier: it begins with a full bucket, which is at most one capacity too many each
 * time. Keys without limit have no bucket and cannot push others out.
 */
final class Buckets {
    private static final Duration AT_LEAST = Duration.ofMinutes(5);

    private record Of(String id, Duration window) {}

    private final Cache<Of, RateBucket> buckets;
    private final SteadyTime time;

    Buckets(int most, SteadyTime time) {
        this.time = time;
        // In place: the upkeep of a cache is short, and a pool thread would make its size a matter of luck.
        buckets = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.<Of, RateBucket>accessing((of, bucket) -> idle(of.window())))
                .ticker(time::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }

    /** The bucket of that rate of a key. */
    RateBucket of(String id, Rate rate) {
        var of = new Of(id, rate.window());
        RateBucket bucket = buckets.get(of, key -> new RateBucket(rate, time));
        return bucket.rate().equals(rate) ? bucket : replace(of, rate);
    }

    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** From the deepest debt, half a capacity, a bucket is full again after one and a half windows. */
    private static Duration idle(Duration window) {
        Duration twice = window.multipliedBy(2);
        return twice.compareTo(AT_LEAST) > 0 ? twice : AT_LEAST;
    }

    /** A key whose plan changed: what it took lately from the old bucket counts in the new one. */
    private RateBucket replace(Of of, Rate rate) {
        return buckets.asMap()
                .compute(of, (key, old) -> old == null ? new RateBucket(rate, time) : old.resized(rate));
    }
}
