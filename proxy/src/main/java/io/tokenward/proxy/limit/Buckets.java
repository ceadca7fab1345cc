package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The buckets of one rate by key, bounded. Thread-safe.
 *
 * <p>A bucket that nobody asked for in twice its window is full again from any debt, so forgetting it changes nothing. At the
 * bound the least used key is forgotten earlier: it begins with a full bucket, which is at most one capacity too many each
 * time. Keys without limit have no bucket and cannot push others out.
 */
final class Buckets {
    private record Of(String id, Duration window) {
        // Written out, as it is asked several times by every exchange.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Of of && id.equals(of.id) && window.equals(of.window);
        }

        @Override
        public int hashCode() {
            return 31 * id.hashCode() + window.hashCode();
        }
    }

    /** After a while in which nobody asked. */
    private static final class WhenIdle implements Expiry<Of, RateBucket> {
        @Override
        public long expireAfterCreate(Of of, RateBucket bucket, long now) {
            return bucket.idleNanos();
        }

        @Override
        public long expireAfterUpdate(Of of, RateBucket bucket, long now, long left) {
            return bucket.idleNanos();
        }

        @Override
        public long expireAfterRead(Of of, RateBucket bucket, long now, long left) {
            return bucket.idleNanos();
        }
    }

    private final Cache<Of, RateBucket> buckets;
    private final SteadyTime time;

    Buckets(int most, SteadyTime time) {
        this.time = time;
        // In place: the upkeep of a cache is short, and a pool thread would make its size a matter of luck.
        buckets = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(new WhenIdle())
                .ticker(time::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }

    /** The bucket of that rate of a key. */
    RateBucket of(String id, Rate rate) {
        var of = new Of(id, rate.window());
        RateBucket known = buckets.getIfPresent(of);
        RateBucket bucket = known != null ? known : buckets.get(of, key -> new RateBucket(rate, time));
        return bucket.rate().equals(rate) ? bucket : replace(of, rate);
    }

    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** A key whose plan changed: what it took lately from the old bucket counts in the new one. */
    private RateBucket replace(Of of, Rate rate) {
        return buckets.asMap()
                .compute(of, (key, old) -> old == null ? new RateBucket(rate, time) : old.resized(rate));
    }
}
