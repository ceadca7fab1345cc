package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket's promises: waits that are true and short, and a bound on what passes in a minute. */
class RateBucketTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Taken(Instant at, long amount) {}

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final SteadyTime time = new SteadyTime(clock);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 60, 999, 200_000, 99_999_999, 12_345_678_901L, 59_999_999_999L, Rates.MOST})
    void waitingAsToldAlwaysSufficesAndAMinuteLetsNoMoreThanTwoAndAHalfCapacitiesPass(long perMinute) {
        long seed = System.nanoTime();
        System.out.println("RateBucketTest seed " + seed);
        var random = new Random(seed);
        var bucket = new RateBucket(Rate.perMinute(perMinute), time);
        var minute = new ArrayDeque<Taken>();
        for (int i = 0; i < 2_000; i++) {
            long amount = random.nextLong(1, Math.max(2, perMinute / (1 + random.nextInt(10)) * 3 / 2));
            Optional<Duration> wait = bucket.take(amount);
            if (wait.isPresent()) {
                assertThat(wait.get()).as("seed %d", seed).isBetween(Duration.ofNanos(1), MINUTE);
                clock.advance(wait.get());
                assertThat(bucket.take(amount)).as("after waiting %s, seed %d", wait.get(), seed).isEmpty();
            }
            long counted = Math.min(amount, perMinute);
            minute.add(new Taken(clock.instant(), counted));
            while (!minute.getFirst().at().isAfter(clock.instant().minus(MINUTE)))
                minute.removeFirst();
            double passed = minute.stream().mapToDouble(Taken::amount).sum();
            assertThat(passed).as("in a minute, seed %d", seed).isLessThanOrEqualTo(2.5 * perMinute + 1);
            if (random.nextInt(3) == 0) bucket.settle(amount, amount + random.nextLong(0, perMinute + 1));
            clock.advance(Duration.ofMillis(random.nextInt(4_000)));
        }
    }

    @Test
    void anAmountAboveTheCapacityPassesWhenTheBucketIsFullEnough() {
        var bucket = new RateBucket(Rate.perMinute(100), time);

        assertThat(bucket.take(1_000_000)).isEmpty();
        assertThat(bucket.take(1)).isPresent();
    }

    @Test
    void nothingIsAlwaysThere() {
        var bucket = new RateBucket(Rate.perMinute(1), time);
        bucket.take(1);

        assertThat(bucket.take(0)).isEmpty();
    }

    @Test
    void aClockSetBackNeitherFillsNorFreezesABucket() {
        var bucket = new RateBucket(Rate.perMinute(60), time);
        bucket.take(60);
        clock.set(Instant.parse("2026-11-20T00:00:00Z"));

        Duration wait = bucket.take(1).orElseThrow();
        clock.advance(wait);

        assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(1).plusNanos(1));
        assertThat(bucket.take(1)).isEmpty();
    }

    @Test
    void aClockSetFarAheadOnlyFillsABucket() {
        var bucket = new RateBucket(Rate.perMinute(60), time);
        bucket.take(60);
        clock.set(Instant.parse("+50000-01-01T00:00:00Z"));

        assertThat(bucket.take(60)).isEmpty();
        assertThat(bucket.take(1)).isPresent();
    }
}
