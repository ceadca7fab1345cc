package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.jspecify.annotations.Nullable;

/** One busy key on two nodes. {@code -Dtokenward.rounds=20} for figures that mean something. */
class SharedRatesTest {
    private static final int ROUNDS = Integer.getInteger("tokenward.rounds", 1);
    private static @Nullable RealRedis redis;

    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @BeforeAll
    static void startRedis() {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis().close();
    }

    private static RealRedis redis() {
        return java.util.Objects.requireNonNull(redis);
    }

    @Test
    void twoNodesTogetherGrantExactlyWhatTheBucketHolds() throws Exception {
        // Time stands still: nothing is filled in, so not one request more or less may pass.
        var clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
        int capacity = 10_007;
        Account account = Plans.account(Plans.requests(capacity));
        try (RedisLimiter first = SharedStore.empty(redis(), clock);
                RedisLimiter second = SharedStore.node(redis().settings(), clock)) {
            long start = System.nanoTime();
            ask(List.of(first, second), account, 20_000 * ROUNDS);
            long nanos = System.nanoTime() - start;

            System.out.printf("one key, two nodes, 512 under way: %,.0f decisions/s%n",
                    20_000.0 * ROUNDS * TimeUnit.SECONDS.toNanos(1) / nanos);
            assertThat(granted.get()).isEqualTo(capacity);
            assertThat(refused.get()).isEqualTo(20_000L * ROUNDS - capacity);
        }
    }

    @Test
    void atFiveThousandOffersASecondTheErrorIsWithinAThousandthOfWhatWasFilledIn() throws Exception {
        int perMinute = 120_000;
        Account account = Plans.account(Plans.requests(perMinute));
        SharedStore.forget(redis());
        try (RedisLimiter first = SharedStore.node(redis().settings());
                RedisLimiter second = SharedStore.node(redis().settings())) {
            // Whoever is faster than 2,000 a second empties the bucket first, then lives on what is filled in.
            ask(List.of(first, second), account, perMinute + 20_000);
            assertThat(refused.get()).as("the bucket was emptied").isPositive();
            granted.set(0);
            Instant from = Clock.systemUTC().instant();
            paced(List.of(first, second), account, Duration.ofSeconds(2L * ROUNDS), 5_000);
            Duration took = Duration.between(from, Clock.systemUTC().instant());

            double filled = perMinute * (took.toNanos() / 60e9);
            System.out.printf("offered 5,000/s for %,d ms: granted %,d of %,.0f filled in%n", took.toMillis(),
                    granted.get(), filled);
            // The last answers are under way while the clock is read: some milliseconds of filling.
            assertThat((double) granted.get()).isLessThanOrEqualTo(filled * 1.001 + perMinute / 60_000.0 * 20);
        }
    }

    private void paced(List<RedisLimiter> nodes, Account account, Duration time, int perSecond) throws Exception {
        List<CompletableFuture<?>> asked = new ArrayList<>();
        long start = System.nanoTime();
        long offers = time.toSeconds() * perSecond;
        for (int i = 0; i < offers; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() < due)
                LockSupport.parkNanos(due - System.nanoTime());
            asked.add(count(nodes.get(i % nodes.size()).enter(account, "tw_p" + i)));
        }
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private void ask(List<RedisLimiter> nodes, Account account, int offers) throws Exception {
        var underWay = new Semaphore(512);
        for (int i = 0; i < offers; i++) {
            underWay.acquire();
            count(nodes.get(i % nodes.size()).enter(account, "tw_" + i)).thenRun(underWay::release);
        }
        assertThat(underWay.tryAcquire(512, 60, TimeUnit.SECONDS)).isTrue();
    }

    private CompletableFuture<Void> count(CompletionStage<Permit> stage) {
        return stage.handle((permit, failure) -> {
            (failure == null ? granted : refused).incrementAndGet();
            return (Void) null;
        }).toCompletableFuture();
    }
}
