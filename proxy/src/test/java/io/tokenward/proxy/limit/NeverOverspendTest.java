package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

/**
 * Two proxies whose callers fight for the end of one package, while proxies and Redis are killed and started again. Not more is
 * ever billed than the package and the stated overshoot, and at least 99 % of it can be used.
 *
 * <p>{@code -Dtokenward.threads=200} and {@code -Dtokenward.package=20000000} for the long form, {@code -Dtokenward.seed} for
 * one run again.
 */
class NeverOverspendTest {
    private static final int THREADS = Integer.getInteger("tokenward.threads", 16);
    private static final long PACKAGE = Long.getLong("tokenward.package", 600_000);
    /** What requests of this test want, and what one of them may use beyond its estimate. */
    private static final int LARGEST = 4_000;
    private static final int RESTARTS = 4;

    /** A proxy, or the one that was started in its place. */
    private static final class Node {
        private volatile RedisLimiter limiter;

        Node(RedisLimiter limiter) {
            this.limiter = limiter;
        }

        RedisLimiter get() {
            return limiter;
        }

        synchronized RedisLimiter replace(RedisLimiter next) {
            RedisLimiter before = limiter;
            limiter = next;
            return before;
        }
    }

    private final long seed = Long.getLong("tokenward.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Account account = new Account("key-1", "acme", new Plan("family", Rates.unlimited(),
            Quotas.unlimited(), ZoneOffset.UTC, Map.of(),
            Optional.of(new TokenPackage(PACKAGE, QuotaPeriod.MONTH, 0))));
    /** Settled, and acknowledged. */
    private final AtomicLong charged = new AtomicLong();
    /** Told to a proxy that was killed before it said that it knew. */
    private final AtomicLong inDoubt = new AtomicLong();
    private final AtomicLong exchanges = new AtomicLong();

    @Test
    void noPackageIsOverspentAndNoneIsLeftUnused() throws Exception {
        System.out.println("NeverOverspendTest seed " + seed);
        try (RealRedis redis = RealRedis.start("--appendonly", "yes", "--appendfsync", "always")) {
            List<Node> nodes = List.of(new Node(node(redis)),
                    new Node(node(redis)));
            run(redis, nodes);
            // Reservations of proxies that died end with their time-to-live; then what they held is for others.
            clock.advance(Duration.ofMinutes(61));
            for (Node node : nodes)
                await().atMost(Duration.ofSeconds(30)).until(() -> node.get().overdue() == 0);
            spendTheRest(nodes.getFirst().get());

            PackBalance balance = nodes.getLast().get().packs().packs("acme").getFirst();
            report(balance);
            assertThat(balance.held()).as("held by nobody, seed %d", seed).isZero();
            assertThat(balance.used()).as("each charge once, seed %d", seed)
                    .isBetween(charged.get(), charged.get() + inDoubt.get());
            assertThat(balance.used()).as("billed, seed %d", seed).isLessThanOrEqualTo(PACKAGE + stated());
            assertThat(balance.used()).as("usable, seed %d", seed).isGreaterThanOrEqualTo(PACKAGE * 99 / 100);
            for (Node node : nodes)
                node.get().close();
        }
    }

    /** 1 % of the package, or 4,000 tokens for each request that may run at once. */
    private static long stated() {
        return Math.max(PACKAGE / 100, 2L * THREADS * LARGEST);
    }

    private void report(PackBalance balance) {
        System.out.printf(
                "package %,d; billed %,d (%.2f %%); overshoot %,d of at most %,d; %,d exchanges, %,d tokens in"
                        + " doubt%n",
                PACKAGE, balance.used(), 100.0 * balance.used() / PACKAGE,
                Math.max(0, balance.used() - PACKAGE), stated(), exchanges.get(), inDoubt.get());
    }

    private RedisLimiter node(RealRedis redis) {
        return SharedStore.node(redis.settings(), clock);
    }

    private void run(RealRedis redis, List<Node> nodes) throws Exception {
        var spent = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> spenders = new ArrayList<>();
            for (int t = 0; t < 2 * THREADS; t++) {
                var random = new Random(seed * 1_000 + t);
                Node node = nodes.get(t % 2);
                spenders.add(threads.submit(() -> spend(node, random)));
            }
            Future<?> trouble = threads.submit(() -> trouble(redis, nodes, spent));
            for (Future<?> spender : spenders)
                spender.get();
            spent.set(true);
            trouble.get();
        }
    }

    /** Asks until not even a small request fits. */
    private void spend(Node node, Random random) {
        int small = 0;
        while (small < 8)
            small = exchange(node.get(), random, 1 + random.nextInt(LARGEST >> Math.min(small, 6))) ? 0 : small + 1;
    }

    private void spendTheRest(RedisLimiter node) {
        var random = new Random(seed);
        for (int small = 0; small < 12;)
            small = exchange(node, random, LARGEST >> small) ? 0 : small + 1;
    }

    /** Whether a request of that size was let in. */
    private boolean exchange(RedisLimiter node, Random random, int estimate) {
        String id = "tw_" + exchanges.incrementAndGet();
        Reservation reservation;
        try {
            Permit permit = granted(node.enter(account, id));
            reservation = granted(node.reserve(permit, "any", estimate));
        } catch (CompletionException refused) {
            return down(refused);
        }
        if (random.nextInt(6) == 0) {
            // It failed before it used anything.
            reservation.release();
            return true;
        }
        // Most use less; some use more than was thought, as hidden reasoning does.
        long used = random.nextInt(12) == 0
                ? estimate + random.nextInt(LARGEST)
                : random.nextInt(estimate + 1);
        inDoubt.addAndGet(used);
        reservation.settle(used).thenRun(() -> {
            charged.addAndGet(used);
            inDoubt.addAndGet(-used);
        });
        return true;
    }

    /** A store that is down is no reason to give up. */
    private static boolean down(CompletionException refused) {
        boolean storeDown = Denials.in(refused)
                .filter(denied -> denied.problem() == io.tokenward.proxy.problem.Problem.STORE_DOWN)
                .isPresent();
        if (storeDown) java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        return storeDown;
    }

    /** Kills a proxy or Redis when so many exchanges have been made. */
    private void trouble(RealRedis redis, List<Node> nodes, AtomicBoolean spent) {
        var random = new Random(seed + 1);
        long next = 0;
        for (int i = 0; i < RESTARTS && !spent.get(); i++) {
            next += 20 + random.nextInt((int) Math.max(40, PACKAGE / 8_000));
            while (exchanges.get() < next && !spent.get())
                java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            if (i % 2 == 0) {
                redis.kill();
                redis.restart();
            } else {
                Node node = nodes.get(random.nextInt(2));
                RedisLimiter dying = node.replace(node(redis));
                dying.books().vanish();
            }
        }
    }
}
