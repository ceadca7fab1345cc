package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.passes;
import static io.tokenward.proxy.limit.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tokenward.proxy.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

/** What happens where no more accounts may be remembered. */
class BoundedTablesTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));

    private static Account of(String tenant, Plan plan) {
        return new Account("key-of-" + tenant, tenant, plan);
    }

    private static void spend(Limiter limiter, Account account, long tokens) {
        Permit permit = granted(limiter.enter(account, "tw_" + account.tenant() + tokens));
        granted(granted(limiter.reserve(permit, "any", tokens)).settle(tokens));
        permit.release();
    }

    @Test
    void aTenantWithoutRoomIsRefusedAndNobodysQuotaIsForgotten() {
        var limiter = new LocalLimiter(clock, 2);
        Plan plan = Plans.daily(100);
        spend(limiter, of("a", plan), 100);
        spend(limiter, of("b", plan), 10);

        assertThat(refused(limiter.enter(of("c", plan), "tw_1")).problem()).isEqualTo(Problem.STORE_DOWN);
        clock.advance(Duration.ofHours(2));

        assertThat(refused(limiter.enter(of("c", plan), "tw_2")).problem()).isEqualTo(Problem.STORE_DOWN);
        assertThat(refused(limiter.enter(of("a", plan), "tw_3")).problem()).isEqualTo(Problem.QUOTA_SPENT);
        assertThat(passes(limiter.enter(of("b", plan), "tw_4"))).isTrue();
    }

    @Test
    void blankQuotasThatNobodyAskedForMakeRoom() {
        var limiter = new LocalLimiter(clock, 2);
        Plan plan = Plans.daily(100);
        granted(limiter.enter(of("a", plan), "tw_1"));
        granted(limiter.enter(of("b", plan), "tw_2"));
        clock.advance(Duration.ofHours(1).plusSeconds(1));

        assertThat(passes(limiter.enter(of("c", plan), "tw_3"))).isTrue();
    }

    @Test
    void aQuotaMakesRoomWhenItsPeriodIsOver() {
        var limiter = new LocalLimiter(clock, 1);
        Plan plan = Plans.daily(100);
        spend(limiter, of("a", plan), 100);
        clock.set(Instant.parse("2026-12-01T01:00:00Z"));

        assertThat(passes(limiter.enter(of("b", plan), "tw_3"))).isTrue();
    }

    @Test
    void aQuotaOfARequestStillRunningMakesNoRoom() {
        var limiter = new LocalLimiter(clock, 1);
        Account a = of("a", Plans.daily(100));
        granted(limiter.reserve(granted(limiter.enter(a, "tw_1")), "any", 60));
        clock.advance(Duration.ofHours(2));

        assertThat(passes(limiter.enter(of("b", Plans.daily(100)), "tw_2"))).isFalse();
        assertThat(limiter.balances(a).day().reserved()).isEqualTo(60);
    }

    @Test
    void strangersWithoutQuotaDoNotFillTheTable() {
        var limiter = new LocalLimiter(clock, 2);
        for (int i = 0; i < 1_000; i++)
            spend(limiter, of("stranger-" + i, Plans.requests(10)), 5);

        assertThat(passes(limiter.enter(of("a", Plans.daily(100)), "tw_1"))).isTrue();
    }

    @Test
    void aPlanThatGetsItsFirstQuotaKeepsWhatWasCounted() {
        var limiter = new LocalLimiter(clock);
        spend(limiter, of("a", Plans.requests(10)), 70);
        Account now = of("a", Plans.daily(100));

        spend(limiter, now, 20);

        assertThat(limiter.balances(now).day().used()).isEqualTo(90);
    }

    @Test
    void aForgottenBucketBeginsFullAndTheTableStaysSmall() {
        var buckets = new Buckets(100, new SteadyTime(clock));
        for (int i = 0; i < 10_000; i++)
            buckets.of("key-" + i, Rate.perMinute(5)).take(5);

        assertThat(buckets.size()).isLessThanOrEqualTo(100);
        clock.advance(Duration.ofMinutes(6));
        assertThat(buckets.size()).isZero();
    }

    @Test
    void aKeyWhosePlanChangesTakesItsDebtAlong() {
        var buckets = new Buckets(100, new SteadyTime(clock));
        buckets.of("key", Rate.perMinute(100)).take(80);

        RateBucket smaller = buckets.of("key", Rate.perMinute(90));

        assertThat(smaller.take(11)).isPresent();
        assertThat(smaller.take(10)).isEmpty();
        assertThat(buckets.of("key", new Rate(100, Duration.ofHours(1))).take(100)).as("another window").isEmpty();
    }

    @Test
    void aPlanThatMovesToAnotherZoneKeepsItsFigures() {
        var limiter = new LocalLimiter(clock);
        Quotas quotas = new Quotas(OptionalLong.of(100), OptionalLong.empty());
        spend(limiter, of("a", Plans.of(Rates.unlimited(), quotas, ZoneOffset.UTC)), 60);
        Account moved = of("a", Plans.of(Rates.unlimited(), quotas, ZoneOffset.ofHours(8)));

        assertThat(limiter.balances(moved).day().used()).isEqualTo(60);
        assertThat(limiter.balances(moved).day().resetsAt()).isEqualTo(Instant.parse("2026-11-23T16:00:00Z"));
    }

    @Test
    void aLimiterThatRemembersNobodyIsNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LocalLimiter(clock, 0));
    }
}
