package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two nodes on one Redis against one limiter in memory, which is told the same: purchases, requests, endings, jumps of the
 * clock over midnights and month ends. They have to say the same, word for word, and count the same.
 */
class RedisModelTest {
    private static final int STEPS = 400;
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static @Nullable RealRedis redis;

    private record Running(Permit here, Permit there, @Nullable Reservation held, @Nullable Reservation shared,
            Instant since) {}

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final LocalLimiter memory = new LocalLimiter(clock);
    private final List<Running> running = new ArrayList<>();
    private int exchanges;

    @BeforeAll
    static void startRedis() {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        requireNonNull(redis).close();
    }

    static long[] seeds() {
        long seed = System.nanoTime();
        System.out.println("RedisModelTest seed " + seed);
        return new Random(seed).longs(6L * Integer.getInteger("tokenward.rounds", 1)).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void redisDoesWhatMemoryDoes(long seed) {
        var random = new Random(seed);
        try (RedisLimiter first = SharedStore.empty(requireNonNull(redis), clock);
                RedisLimiter second = SharedStore.node(requireNonNull(redis).settings(), clock)) {
            List<RedisLimiter> nodes = List.of(first, second);
            for (int step = 0; step < STEPS; step++) {
                String when = "seed " + seed + ", step " + step;
                RedisLimiter node = nodes.get(random.nextInt(2));
                switch (random.nextInt(12)) {
                    case 0 -> buy(random, step, node);
                    case 1 -> advance(random, Duration.ofMinutes(random.nextInt(60 * 30)), nodes);
                    case 2 -> advance(random, Duration.ofSeconds(random.nextInt(600)), nodes);
                    case 3, 4, 5, 6, 7 -> begin(random, node, when);
                    case 8 -> {
                        if (!running.isEmpty()) grow(random, when);
                    }
                    default -> {
                        if (!running.isEmpty()) end(random, random.nextInt(running.size()));
                    }
                }
                quiet(nodes);
                if (step % 20 == 0) compare(first, when);
            }
            compare(second, "seed " + seed);
        }
    }

    /** What a refusal gives back and what a released permit leaves is told to Redis without waiting: the other node must not be faster. */
    private static void quiet(List<RedisLimiter> nodes) {
        org.awaitility.Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> nodes.stream().allMatch(node -> node.books().store().asked() == 0));
    }

    private static Account account(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> account("key-1", "acme", plan("free", 3_000, 20_000, Optional.empty()));
            case 1 -> account("key-2", "", plan("alone", 800, 9_000,
                    Optional.of(new TokenPackage(500, QuotaPeriod.DAY, 200))));
            default -> account("key-" + random.nextInt(2), "acme",
                    plan("developer", 2_000, 12_000, Optional.of(new TokenPackage(900, QuotaPeriod.DAY, 300))));
        };
    }

    private static Account account(String key, String tenant, Plan plan) {
        return new Account(key, tenant, plan);
    }

    private static Plan plan(String name, long day, long month, Optional<TokenPackage> granted) {
        return new Plan(name,
                new Rates(OptionalLong.of(40), OptionalLong.of(2_000), OptionalInt.of(5)),
                new Quotas(OptionalLong.of(day), OptionalLong.of(month)), SHANGHAI, Map.of("dear", 1.3), granted);
    }

    /** Requests that would outlive what a reservation and a place are lent for end before. */
    private void advance(Random random, Duration time, List<RedisLimiter> nodes) {
        Instant oldest = clock.instant().plus(time).minus(Duration.ofMinutes(59));
        while (!running.isEmpty() && running.getFirst().since().isBefore(oldest))
            end(random, 0);
        clock.advance(time);
        nodes.forEach(node -> granted(node.books().places().renew()));
    }

    private void buy(Random random, int step, RedisLimiter node) {
        Instant starts = clock.instant()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .plus(Duration.ofMinutes(random.nextInt(-60, 120)));
        var pack = new Pack("pack-" + step, "acme", random.nextInt(3) == 0 ? "key-" + random.nextInt(2) : "", "",
                random.nextInt(400), starts, starts.plus(Duration.ofMinutes(random.nextInt(1, 4_000))),
                random.nextInt(98, 103), "purchase", "");
        assertThat(granted(node.packs().grant(pack))).isTrue();
        assertThat(granted(node.packs().grant(pack))).as("granted twice").isFalse();
        memory.grant(pack);
    }

    private void begin(Random random, RedisLimiter node, String when) {
        Account account = account(random);
        String exchange = "tw_" + exchanges++;
        CompletionStage<Permit> entered = memory.enter(account, exchange);
        CompletionStage<Permit> sharedEntered = node.enter(account, exchange);
        same(refusal(entered), refusal(sharedEntered), when + ", " + account);
        if (refusal(entered).isPresent()) return;
        Permit permit = granted(entered);
        Permit shared = granted(sharedEntered);
        String model = random.nextBoolean() ? "dear" : "cheap";
        long tokens = random.nextInt(600);
        CompletionStage<Reservation> held = memory.reserve(permit, model, tokens);
        CompletionStage<Reservation> sharedHeld = node.reserve(shared, model, tokens);
        same(refusal(held), refusal(sharedHeld), when + ", " + tokens + " of " + account);
        boolean refused = refusal(held).isPresent();
        running.add(new Running(permit, shared, refused ? null : granted(held), refused ? null : granted(sharedHeld),
                clock.instant()));
    }

    private void grow(Random random, String when) {
        Running request = running.get(random.nextInt(running.size()));
        if (request.held() == null || request.shared() == null) return;
        long more = random.nextInt(300);
        assertThat(granted(request.shared().grow(more))).as(when).isEqualTo(granted(request.held().grow(more)));
    }

    private void end(Random random, int which) {
        Running request = running.remove(which);
        if (request.held() != null && request.shared() != null) {
            // Now and then more than the estimate, and now and then the same again.
            long used = random.nextInt(4) == 0 ? random.nextInt(700) : random.nextLong(request.held().tokens() + 1);
            for (int i = random.nextInt(2); i >= 0; i--) {
                granted(request.held().settle(used));
                granted(request.shared().settle(used));
            }
        }
        request.here().release();
        request.there().release();
    }

    private void compare(RedisLimiter node, String when) {
        for (int kind = 0; kind < 8; kind++) {
            Account account = account(new Random(kind));
            assertThat(granted(node.balances(account))).as(when).isEqualTo(memory.balances(account));
        }
        List<PackBalance> shared = node.packs().packs("acme");
        assertThat(shared.stream().map(RedisModelTest::figures)).as(when)
                .containsExactlyElementsOf(memory.packs("acme").stream().map(RedisModelTest::figures).toList());
    }

    private static String figures(PackBalance balance) {
        return balance.pack().id() + " used " + balance.used() + " held " + balance.held() + " left " + balance.left();
    }

    private static Optional<Denied> refusal(CompletionStage<?> stage) {
        try {
            granted(stage);
            return Optional.empty();
        } catch (CompletionException failure) {
            return Optional.of(Denials.in(failure).orElseThrow(() -> failure));
        }
    }

    private static void same(Optional<Denied> here, Optional<Denied> there, String when) {
        assertThat(there.map(denied -> denied.problem() + " " + denied.publicText() + " " + denied.retryAfter()))
                .as(when)
                .isEqualTo(
                        here.map(denied -> denied.problem() + " " + denied.publicText() + " " + denied.retryAfter()));
    }
}
