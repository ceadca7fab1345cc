package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.passes;
import static io.tokenward.proxy.limit.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokenward.proxy.problem.Problem;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that is killed, frozen and started again, and what becomes of requests meanwhile. */
class RedisOutageTest {
    private static final long DAY = 1_000;

    private final RealRedis redis = RealRedis.start("--appendonly", "yes", "--appendfsync", "always");
    private final RedisLimiter limiter = SharedStore.node(twoNodes(redis.settings()));
    private int exchanges;

    @AfterEach
    void stop() {
        limiter.close();
        redis.close();
    }

    @Test
    void closedRefusesAndGoesOnWhereItWas() {
        Account account = account(StoreDown.CLOSED);
        granted(reserve(account, 300).settle(200));

        redis.kill();
        assertThat(refused(limiter.enter(account, next())).problem()).isEqualTo(Problem.STORE_DOWN);
        redis.restart();

        await().atMost(Duration.ofSeconds(20)).until(() -> passes(limiter.enter(account, next())));
        assertThat(used(account)).isEqualTo(200);
    }

    @Test
    void whatRunningRequestsUsedIsToldWhenRedisIsBack() {
        Account account = account(StoreDown.CLOSED);
        Reservation running = reserve(account, 400);

        redis.kill();
        CompletableFuture<Void> settled = running.settle(350).toCompletableFuture();
        await().atMost(Duration.ofSeconds(10)).until(() -> limiter.overdue() == 1);
        assertThat(settled).isNotDone();
        assertThat(limiter.packs().problem()).hasValueSatisfying(why -> assertThat(why).contains("Redis is silent"));
        redis.restart();

        await().atMost(Duration.ofSeconds(20)).until(settled::isDone);
        assertThat(limiter.overdue()).isZero();
        await().ignoreExceptions()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(used(account)).isEqualTo(350));
        assertThat(granted(limiter.balances(account)).day().reserved()).isZero();
    }

    @Test
    void aNodeGrantsItsPartOfWhatItKnewToBeLeft() {
        Account account = account(StoreDown.LOCAL_SHARE);
        granted(reserve(account, 200).settle(200));

        redis.kill();
        Permit permit = granted(limiter.enter(account, next()));
        // 800 are left, and two nodes: 400 are this one's.
        assertThat(refused(limiter.reserve(permit, "any", 401)).problem()).isEqualTo(Problem.STORE_DOWN);
        Reservation alone = granted(limiter.reserve(permit, "any", 400));
        assertThat(passes(limiter.reserve(granted(limiter.enter(account, next())), "any", 1))).isFalse();
        alone.settle(150);
        Reservation rest = granted(limiter.reserve(granted(limiter.enter(account, next())), "any", 250));
        rest.settle(250);
        redis.restart();

        await().atMost(Duration.ofSeconds(20)).until(() -> limiter.overdue() == 0);
        await().ignoreExceptions()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(used(account)).isEqualTo(600));
    }

    @Test
    void ofAPackThatExpiresMeanwhileNothingIsGranted() throws Exception {
        var clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
        var plan = new Plan("starter", Rates.unlimited(), Quotas.unlimited(), ZoneOffset.UTC, Map.of(),
                Optional.of(new TokenPackage(100, QuotaPeriod.MONTH, 0)));
        Account account = new Account("key-1", "acme", plan, StoreDown.LOCAL_SHARE);
        try (RedisLimiter node = SharedStore.node(twoNodes(redis.settings()), clock)) {
            granted(node.packs()
                    .grant(new Pack("voucher", "acme", "", "", 900, clock.instant(),
                            clock.instant().plus(Duration.ofHours(1)), 100, "voucher", "")));
            granted(node.enter(account, next()));

            try (RedisConnection operator = RedisConnection.open(redis.settings())) {
                forbid(operator, CommandType.HGETALL);
                // Half of both is this node's.
                assertThat(passes(reserve(node, account, 501))).isFalse();
                granted(granted(reserve(node, account, 500)).release());
                clock.advance(Duration.ofHours(1));
                assertThat(passes(reserve(node, account, 51))).isFalse();
                granted(granted(reserve(node, account, 50)).release());
                allow(operator, CommandType.HGETALL);
            }
        }
    }

    @Test
    void openGrantsWhatNobodyKnowsAndCountsItLater() {
        Account account = account(StoreDown.OPEN);

        redis.kill();
        Reservation large = granted(limiter.reserve(granted(limiter.enter(account, next())), "any", 5_000));
        large.settle(4_000);
        redis.restart();

        await().ignoreExceptions()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(used(account)).isEqualTo(4_000));
    }

    @Test
    void aRedisThatHangsIsAskedNoMoreAfterThreeQuestionsUntilItAnswers() throws Exception {
        Account account = account(StoreDown.OPEN);
        granted(reserve(account, 10).settle(10));

        redis.freeze(true);
        for (int i = 0; i < 2 * CircuitBreaker.FAILURES; i++)
            granted(limiter.enter(account, next()));
        assertThat(limiter.books().store().givenUp()).isTrue();
        // Nobody waits any more: many requests pass in the time of one patience.
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++)
            granted(limiter.enter(account, next()));
        assertThat(System.nanoTime() - start).as("one question a second may be a probe")
                .isLessThan(Duration.ofSeconds(20).toNanos());
        redis.freeze(false);

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            granted(limiter.enter(account, next()));
            return !limiter.books().store().givenUp();
        });
    }

    @Test
    void aRedisThatHoldsTokensAndThenFallsSilentKeepsNobodyWaitingAndGivesThemBackLater() throws Exception {
        Account account = account(StoreDown.CLOSED);
        Permit permit = granted(limiter.enter(account, next()));

        try (RedisConnection operator = RedisConnection.open(redis.settings())) {
            // Holding needs neither; buckets read with the one, and endings begin with the other.
            forbid(operator, CommandType.GET, CommandType.SET);
            assertThat(refused(limiter.reserve(permit, "any", 300)).problem()).isEqualTo(Problem.STORE_DOWN);
            // Nobody waited for the answer.
            await().atMost(Duration.ofSeconds(20)).until(() -> limiter.overdue() > 0);
            allow(operator, CommandType.GET, CommandType.SET);
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> limiter.overdue() == 0);
        assertThat(granted(limiter.balances(account)).day().reserved()).isZero();
    }

    @Test
    void aPlaceThatRedisDidNotTakeBackIsGivenBackAgain() throws Exception {
        Account account = one();
        Permit permit = granted(limiter.enter(account, next()));

        try (RedisConnection operator = RedisConnection.open(redis.settings())) {
            forbid(operator, CommandType.ZREM);
            permit.release();
            await().atMost(Duration.ofSeconds(10)).until(() -> limiter.overdue() == 1);
            allow(operator, CommandType.ZREM);
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> passes(limiter.enter(account, next())));
    }

    @Test
    void aPlaceThatRedisGaveWithoutSayingSoIsGivenBack() throws Exception {
        Account account = one();

        try (RedisConnection operator = RedisConnection.open(redis.settings())) {
            // The last step of entering: the place is taken before.
            forbid(operator, CommandType.PEXPIRE);
            assertThat(refused(limiter.enter(account, next())).problem()).isEqualTo(Problem.STORE_DOWN);
            allow(operator, CommandType.PEXPIRE);
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> passes(limiter.enter(account, next())));
    }

    @Test
    void whatIsUnderWayToRedisArrivesBeforeTheEnd() {
        Account account = account(StoreDown.CLOSED);
        RedisLimiter ending = SharedStore.node(redis.settings());
        List<Reservation> running = new ArrayList<>();
        for (int i = 0; i < 200; i++)
            running.add(granted(ending.reserve(granted(ending.enter(account, next())), "any", 5)));

        running.forEach(each -> each.settle(5));
        ending.close();

        assertThat(used(account)).isEqualTo(1_000);
    }

    private static void forbid(RedisConnection operator, CommandType... commands) {
        for (CommandType command : commands)
            granted(operator.commands().aclSetuser("default", AclSetuserArgs.Builder.removeCommand(command)));
    }

    private static void allow(RedisConnection operator, CommandType... commands) {
        for (CommandType command : commands)
            granted(operator.commands().aclSetuser("default", AclSetuserArgs.Builder.addCommand(command)));
    }

    /** Of one request at a time. */
    private static Account one() {
        return new Account("key-1", "acme", Plans.concurrency(1));
    }

    private CompletionStage<Reservation> reserve(RedisLimiter node, Account account, long tokens) {
        return node.reserve(granted(node.enter(account, next())), "any", tokens);
    }

    private Reservation reserve(Account account, long tokens) {
        return granted(limiter.reserve(granted(limiter.enter(account, next())), "any", tokens));
    }

    /** As soon as Redis answers. */
    private long used(Account account) {
        return granted(limiter.balances(account)).day().used();
    }

    private String next() {
        return "tw_" + exchanges++;
    }

    private static Account account(StoreDown storeDown) {
        var plan = new Plan("starter",
                new Rates(OptionalLong.of(100_000), OptionalLong.of(10_000_000), OptionalInt.of(1_000)),
                new Quotas(OptionalLong.of(DAY), OptionalLong.empty()), ZoneOffset.UTC, Map.of());
        return new Account("key-1", "acme", plan, storeDown);
    }

    private static RedisSettings twoNodes(RedisSettings settings) {
        return new RedisSettings(settings.address(), settings.cluster(), settings.username(), settings.password(),
                settings.trust(), 2);
    }
}
