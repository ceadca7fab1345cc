package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The buckets of one rate by key, bounded. Thread-safe.
 *
 * <p>A bucket that nobody asked for in {@link #IDLE} is full again from any debt, so forgetting it changes nothing. At the
 * bound the least used key is forgotten earlier: it begins with a full bucket, which is at most one capacity too many each
 * time. Keys without limit have no bucket and cannot push others out.
 */
final class Buckets {
    /** From the deepest debt, half a capacity, a bucket is full again after 90 seconds. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Cache<String, RateBucket> buckets;
    private final SteadyTime time;

    Buckets(int most, SteadyTime time) {
        this.time = time;
        // In place: the upkeep of a cache is short, and a pool thread would make its size a matter of luck.
        buckets = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(IDLE)
                .ticker(time::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }

    /** The bucket of a key; none where the rate is unlimited. */
    Optional<RateBucket> of(String keyId, OptionalLong perMinute) {
        if (perMinute.isEmpty()) return Optional.empty();
        long capacity = perMinute.getAsLong();
        RateBucket bucket = buckets.get(keyId, key -> new RateBucket(capacity, time));
        if (bucket.capacity() == capacity) return Optional.of(bucket);
        return Optional.of(replace(keyId, capacity));
    }

    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** A key whose plan changed: what it took in the last minute from the old bucket counts in the new one. */
    private RateBucket replace(String keyId, long capacity) {
        return buckets.asMap()
                .compute(keyId, (key, old) -> old == null ? new RateBucket(capacity, time) : old.resized(capacity));
    }
}
