package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.passes;
import static io.tokenward.proxy.limit.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

/** What every store of limits has to do. */
abstract class LimiterContract extends LevelContract {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Test
    void aReservationHoldsItsTokensUntilItIsSettledToWhatWasUsed() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));

        Reservation reservation = reserve(limiter, account, 300);
        assertThat(balances(account).day().reserved()).isEqualTo(300);
        granted(reservation.settle(120));

        assertThat(reservation.tokens()).isEqualTo(300);
        assertThat(balances(account).day().used()).isEqualTo(120);
        assertThat(balances(account).day().reserved()).isZero();
        assertThat(balances(account).day().left()).isEqualTo(880);
    }

    @Test
    void aReleaseGivesEverythingBack() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));

        granted(reserve(limiter, account, 1_000).release());

        assertThat(balances(account).day().left()).isEqualTo(1_000);
    }

    @Test
    void onlyTheFirstEndingOfAReservationCounts() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        Reservation settled = reserve(limiter, account, 300);
        Reservation released = reserve(limiter, account, 300);

        granted(settled.settle(100));
        granted(settled.settle(100));
        granted(settled.release());
        granted(released.release());
        granted(released.settle(50));

        assertThat(balances(account).day().used()).isEqualTo(100);
        assertThat(balances(account).day().reserved()).isZero();
    }

    @Test
    void aReservationGrowsWhileThereIsRoomAndEndsAsOne() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        Reservation reservation = reserve(limiter, account, 300);

        assertThat(granted(reservation.grow(400))).isTrue();
        assertThat(granted(reservation.grow(301))).as("more than is left").isFalse();
        assertThat(granted(reservation.grow(300))).isTrue();

        assertThat(reservation.tokens()).isEqualTo(1_000);
        assertThat(balances(account).day().left()).isZero();
        granted(reservation.settle(650));
        assertThat(granted(reservation.grow(1))).as("it has ended").isFalse();
        assertThat(balances(account).day().used()).isEqualTo(650);
        assertThat(balances(account).day().reserved()).isZero();
    }

    @Test
    void whatAReservationHasGrownByIsGivenBackWithIt() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        Reservation reservation = reserve(limiter, account, 300);
        granted(reservation.grow(500));

        granted(reservation.release());

        assertThat(balances(account).day().left()).isEqualTo(1_000);
    }

    @Test
    void growingAsksNoRateAndIsCountedInTheEnd() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.tokens(6_000));
        Reservation reservation = reserve(limiter, account, 5_000);

        assertThat(granted(reservation.grow(3_000))).isTrue();
        granted(reservation.settle(8_000));

        Denied denied = refused(limiter.reserve(granted(enter(limiter, account)), MODEL, 1_000));
        assertThat(wait(denied)).as("2,000 below nothing, and 1,000 more, at 100 a second")
                .isBetween(
                        Duration.ofSeconds(30), Duration.ofSeconds(30).plusNanos(1));
    }

    @Test
    void anExchangeThatAsksAgainGetsTheReservationItHas() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        Permit permit = granted(enter(limiter, account));

        Reservation first = granted(limiter.reserve(permit, MODEL, 400));
        Reservation second = granted(limiter.reserve(permit, MODEL, 400));

        assertThat(balances(account).day().reserved()).isEqualTo(400);
        granted(first.settle(10));
        granted(second.settle(10));
        assertThat(balances(account).day().used()).isEqualTo(10);
    }

    @Test
    void anExchangeWhoseReservationWasReleasedMayReserveAgain() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        Permit permit = granted(enter(limiter, account));
        granted(granted(limiter.reserve(permit, MODEL, 400)).release());

        granted(granted(limiter.reserve(permit, MODEL, 500)).settle(450));

        assertThat(balances(account).day().used()).isEqualTo(450);
    }

    @Test
    void anExchangeThatWasRefusedMayAskForLess() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        Permit permit = granted(enter(limiter, account));

        refused(limiter.reserve(permit, MODEL, 1_001));
        granted(limiter.reserve(permit, MODEL, 1_000));

        assertThat(balances(account).day().reserved()).isEqualTo(1_000);
    }

    @Test
    void aPlaceIsGivenBackExactlyOnce() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.concurrency(2));
        Permit first = granted(enter(limiter, account));
        granted(enter(limiter, account));

        Denied full = refused(enter(limiter, account));
        first.release();
        first.release();

        assertThat(full.problem()).isEqualTo(Problem.CONCURRENCY_LIMITED);
        assertThat(full.retryAfter()).isNull();
        assertThat(passes(enter(limiter, account))).isTrue();
        assertThat(passes(enter(limiter, account))).as("a second release frees no second place").isFalse();
    }

    @Test
    void aPlaceIsGivenBackWhateverBecameOfTheReservation() {
        Limiter limiter = limiter(clock);
        Plan plan = Plans.of(new Rates(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.of(1)),
                new Quotas(OptionalLong.of(1_000), OptionalLong.empty()), ZoneOffset.UTC);
        Account account = Plans.account(plan);

        Permit settled = granted(enter(limiter, account));
        granted(granted(limiter.reserve(settled, MODEL, 10)).settle(10));
        settled.release();
        Permit released = granted(enter(limiter, account));
        granted(granted(limiter.reserve(released, MODEL, 10)).release());
        released.release();
        Permit refused = granted(enter(limiter, account));
        refused(limiter.reserve(refused, MODEL, 5_000));
        refused.release();

        assertThat(passes(enter(limiter, account))).isTrue();
        assertThat(passes(enter(limiter, account))).isFalse();
    }

    @Test
    void aRefusalByTheRequestRateTakesNoPlace() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.of(Rates.of(1, 1_000, 1), Quotas.unlimited(), ZoneOffset.UTC));
        granted(enter(limiter, account)).release();

        Denied denied = refused(enter(limiter, account));
        clock.advance(wait(denied));

        assertThat(passes(enter(limiter, account))).isTrue();
    }

    @Test
    void aRequestThatWaitsAsLongAsItWasToldPassesAndNoSooner() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.requests(7));
        for (int i = 0; i < 7; i++)
            granted(enter(limiter, account));

        Denied denied = refused(enter(limiter, account));
        Duration wait = wait(denied);
        clock.advance(wait.minusNanos(2));
        assertThat(passes(enter(limiter, account))).as("a moment too early").isFalse();
        clock.advance(Duration.ofNanos(2));

        assertThat(denied.problem()).isEqualTo(Problem.RATE_LIMITED);
        assertThat(denied.publicText()).contains("requests a minute for this key");
        assertThat(wait).isBetween(Duration.ofNanos(1), Duration.ofSeconds(60));
        assertThat(passes(enter(limiter, account))).isTrue();
        assertThat(passes(enter(limiter, account))).isFalse();
    }

    private Account with(Account account, Level... levels) {
        return new Account(account.keyId(), account.tenant(), account.plan(), account.storeDown(), List.of(levels));
    }

    private static Rates rates(long requests, long tokens) {
        return new Rates(OptionalLong.of(requests), OptionalLong.of(tokens), OptionalInt.empty());
    }

    @Test
    void aLevelThatRefusesIsNamedAndNothingIsTakenOfTheKey() {
        Limiter limiter = limiter(clock);
        Account key = Plans.account(Plans.requests(3));
        var tenant = new Level(Level.Kind.TENANT, "acme", rates(2, 1_000));
        granted(enter(limiter, with(key, tenant)));
        granted(enter(limiter, with(new Account("key-2", "acme", Plans.requests(3)), tenant)));

        Denied denied = refused(enter(limiter, with(key, tenant)));

        assertThat(denied.publicText()).isEqualTo("Too many requests a minute for this tenant.");
        assertThat(denied.limit()).isEqualTo("tenant.rates.requests");
        assertThat(wait(denied)).isPositive();
        assertThat(passes(enter(limiter, key))).as("two of three are left").isTrue();
        assertThat(passes(enter(limiter, key))).isTrue();
        assertThat(passes(enter(limiter, key))).isFalse();
    }

    @Test
    void aKeyThatIsRefusedTakesNothingOfItsLevels() {
        Limiter limiter = limiter(clock);
        var route = new Level(Level.Kind.ROUTE, "/agents",
                new Rates(OptionalLong.of(3), OptionalLong.empty(), OptionalInt.of(2)));
        Account single = with(Plans.account(Plans.requests(1)), route);
        granted(enter(limiter, single)).release();
        refused(enter(limiter, single));

        Account other = with(new Account("key-2", "zeta", Plans.requests(10)), route);
        granted(enter(limiter, other));
        Permit second = granted(enter(limiter, other));
        Denied full = refused(enter(limiter, other));

        assertThat(full.problem()).isEqualTo(Problem.CONCURRENCY_LIMITED);
        assertThat(full.publicText()).contains("this route");
        assertThat(full.limit()).isEqualTo("route.rates.concurrency");
        second.release();
        assertThat(refused(enter(limiter, other)).publicText()).as("three requests were").contains("this route");
    }

    @Test
    void tokensOfALevelAreTakenWithThoseOfTheKeyAndQuotaOrNotAtAll() {
        Limiter limiter = limiter(clock);
        Plan plan = Plans.of(new Rates(OptionalLong.empty(), OptionalLong.of(10_000), OptionalInt.empty()),
                new Quotas(OptionalLong.of(20_000), OptionalLong.empty()), ZoneOffset.UTC);
        var tenant = new Level(Level.Kind.TENANT, "acme", rates(100, 6_000));
        Account account = with(Plans.account(plan), tenant);
        granted(reserve(limiter, account, 5_000).settle(6_000));
        Permit permit = granted(enter(limiter, account));

        Denied denied = refused(limiter.reserve(permit, MODEL, 2_000));

        assertThat(denied.publicText()).isEqualTo("Too many tokens a minute for this tenant.");
        assertThat(denied.limit()).isEqualTo("tenant.rates.tokens");
        assertThat(wait(denied)).as("settled: six thousand were used").isGreaterThan(Duration.ofSeconds(15));
        assertThat(balances(account).day().reserved()).isZero();
        assertThat(passes(limiter.reserve(granted(enter(limiter, Plans.account(plan))), MODEL, 4_000)))
                .as("the key has its four thousand still")
                .isTrue();
    }

    @Test
    void aModelHasRatesOfItsOwnForEachKey() {
        Limiter limiter = limiter(clock);
        var plan = new Plan("starter", Rates.unlimited(), Quotas.unlimited(), ZoneOffset.UTC, Map.of(),
                Optional.empty(), new PlanLevels(Rates.unlimited(), Map.of(MODEL, rates(1, 1_000))));
        Account account = Plans.account(plan);
        granted(reserve(limiter, account, 100).settle(100));
        Permit permit = granted(enter(limiter, account));

        assertThat(refused(limiter.reserve(permit, MODEL, 1)).publicText()).contains("requests", "this model");
        assertThat(passes(limiter.reserve(permit, "another", 5_000))).isTrue();
        Account other = new Account("key-2", "acme", plan);
        assertThat(passes(limiter.reserve(granted(enter(limiter, other)), MODEL, 1))).isTrue();
    }

    @Test
    void tokensThatWaitAsLongAsTheyWereToldPass() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.tokens(6_000));
        granted(reserve(limiter, account, 6_000).settle(6_000));
        Permit permit = granted(enter(limiter, account));

        Denied denied = refused(limiter.reserve(permit, MODEL, 1_500));
        clock.advance(wait(denied));

        assertThat(denied.publicText()).contains("tokens a minute for this key");
        assertThat(wait(denied)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(15).plusNanos(1));
        assertThat(passes(limiter.reserve(permit, MODEL, 1_500))).isTrue();
    }

    @Test
    void tokensNotUsedAreThereAgainForTheRateAtOnce() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.tokens(6_000));

        granted(reserve(limiter, account, 6_000).settle(1_000));

        assertThat(passes(limiter.reserve(granted(enter(limiter, account)), MODEL, 5_000))).isTrue();
    }

    @Test
    void theQuotaThatRefusesIsNamedAndTheOtherKeepsItsTokens() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.quotas(1_000, 1_500, SHANGHAI));
        granted(reserve(limiter, account, 900).settle(900));
        Permit permit = granted(enter(limiter, account));

        Denied day = refused(limiter.reserve(permit, MODEL, 101));
        clock.advance(Duration.ofDays(1));
        Denied month = refused(limiter.reserve(permit, MODEL, 601));

        assertThat(day.problem()).isEqualTo(Problem.QUOTA_SPENT);
        assertThat(day.retryAfter()).isNull();
        assertThat(day.publicText()).contains("daily", "starter", "100 left", "2026-11-24T00:00:00+08:00");
        assertThat(month.publicText()).contains("monthly", "600 left", "2026-12-01T00:00:00+08:00");
        Balances after = balances(account);
        assertThat(after.day().reserved() + after.day().used()).isZero();
        assertThat(after.month().used()).isEqualTo(900);
        assertThat(after.month().reserved()).isZero();
    }

    @Test
    void aRefusalByTheTokenRateTakesNothingFromTheQuotas() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.of(Rates.of(100, 1_000, 10),
                new Quotas(OptionalLong.of(10_000), OptionalLong.of(20_000)), ZoneOffset.UTC));
        granted(reserve(limiter, account, 1_000).settle(1_000));

        Denied denied = refused(limiter.reserve(granted(enter(limiter, account)), MODEL, 900));

        assertThat(denied.problem()).isEqualTo(Problem.RATE_LIMITED);
        assertThat(balances(account).day().used()).isEqualTo(1_000);
        assertThat(balances(account).day().reserved()).isZero();
        assertThat(balances(account).month().reserved()).isZero();
    }

    @Test
    void aRefusalByAQuotaTakesNothingFromTheTokenRate() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.of(Rates.of(100, 1_000, 10),
                new Quotas(OptionalLong.of(900), OptionalLong.empty()), ZoneOffset.UTC));

        refused(limiter.reserve(granted(enter(limiter, account)), MODEL, 901));

        var free = new Account(account.keyId(), "", Plans.tokens(1_000));
        assertThat(passes(limiter.reserve(granted(enter(limiter, free)), MODEL, 1_000))).isTrue();
    }

    @Test
    void aSpentQuotaRefusesAtTheDoorAndOneThatIsOnlyHeldDoesNot() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        Reservation all = reserve(limiter, account, 1_000);

        assertThat(passes(enter(limiter, account))).isTrue();
        granted(all.settle(1_000));
        Denied denied = refused(enter(limiter, account));

        assertThat(denied.publicText()).contains("daily", "is spent", "2026-11-24T00:00:00Z");
        clock.advance(Duration.ofHours(14));
        assertThat(passes(enter(limiter, account))).as("the next day").isTrue();
    }

    @Test
    void useBeyondTheEstimateIsChargedInFull() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));

        granted(reserve(limiter, account, 1_000).settle(1_300));

        assertThat(balances(account).day().used()).isEqualTo(1_300);
        assertThat(balances(account).day().left()).isZero();
    }

    @Test
    void aReservationEndsInThePeriodInWhichItWasMade() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.quotas(1_000, 5_000, ZoneOffset.UTC));
        clock.set(Instant.parse("2026-11-30T23:59:59Z"));
        Reservation old = reserve(limiter, account, 400);
        clock.set(Instant.parse("2026-12-01T00:00:00Z"));

        granted(old.settle(400));

        assertThat(balances(account).day().used()).isZero();
        assertThat(balances(account).month().used()).isZero();
        assertThat(passes(limiter.reserve(granted(enter(limiter, account)), MODEL, 1_000))).isTrue();
    }

    @Test
    void theFiguresOfADayAreThereAgainWhenTheClockStepsBackToIt() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        clock.set(Instant.parse("2026-11-23T23:59:50Z"));
        granted(reserve(limiter, account, 600).settle(600));
        clock.set(Instant.parse("2026-11-24T00:00:05Z"));
        granted(reserve(limiter, account, 70).settle(70));

        clock.set(Instant.parse("2026-11-23T23:59:55Z"));
        assertThat(balances(account).day().used()).isEqualTo(600);
        clock.set(Instant.parse("2026-11-24T00:00:06Z"));

        assertThat(balances(account).day().used()).isEqualTo(70);
    }

    @Test
    void keysOfATenantShareItsQuotaAndKeysWithoutTenantDoNot() {
        Limiter limiter = limiter(clock);
        Plan plan = Plans.daily(1_000);
        granted(reserve(limiter, new Account("key-1", "acme", plan), 700).settle(700));
        granted(reserve(limiter, new Account("key-2", "", plan), 700).settle(700));

        assertThat(balances(new Account("key-9", "acme", plan)).day().used()).isEqualTo(700);
        assertThat(balances(new Account("key-3", "", plan)).day().used()).isZero();
    }

    @Test
    void tokensAreWeighedByModelAndRoundedUp() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(new Plan("mixed", Rates.unlimited(),
                new Quotas(OptionalLong.of(1_000), OptionalLong.empty()), ZoneOffset.UTC,
                Map.of(MODEL, 1.2, "*", 0.0)));

        Reservation dear = reserve(limiter, account, 101);
        Reservation free = granted(limiter.reserve(granted(enter(limiter, account)), "small", 1_000_000));

        assertThat(balances(account).day().reserved()).isEqualTo(122);
        granted(dear.settle(100));
        granted(free.settle(1_000_000));
        assertThat(balances(account).day().used()).isEqualTo(120);
    }

    @Test
    void anAbsurdEstimateIsTooLargeAndNotNegative() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.daily(1_000));
        reserve(limiter, account, 1);

        Denied denied = refused(limiter.reserve(granted(enter(limiter, account)), MODEL, Long.MAX_VALUE));

        assertThat(denied.problem()).isEqualTo(Problem.QUOTA_SPENT);
        assertThat(balances(account).day().reserved()).isEqualTo(1);
    }

    @Test
    void nonsenseIsRefusedAtOnce() {
        Limiter limiter = limiter(clock);
        Permit permit = granted(enter(limiter, Plans.account(Plans.daily(1_000))));
        Reservation reservation = granted(limiter.reserve(permit, MODEL, 10));
        Permit foreign = granted(new LocalLimiter(clock).enter(Plans.account(Plans.daily(1)), "tw_x"));

        assertThatIllegalArgumentException().isThrownBy(() -> limiter.reserve(permit, MODEL, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> limiter.reserve(foreign, MODEL, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> reservation.settle(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> reservation.grow(-1));
    }

    @Test
    void manyThreadsWhoseEstimatesAreUpperBoundsNeverOverspend() throws Exception {
        load(false);
    }

    @Test
    void manyThreadsOverspendByNoMoreThanTheyUseBeyondTheirEstimates() throws Exception {
        load(true);
    }

    /** How long the store can be tried in reasonable time. */
    int exchangesPerThread() {
        return 200;
    }

    private void load(boolean overshoots) throws Exception {
        long seed = System.nanoTime() & 0xFFFF_FFFFL;
        System.out.println(getClass().getSimpleName() + " seed " + seed);
        // Short for what 64 threads want, so that its end is reached early and is fought over.
        long limit = 64L * exchangesPerThread() * 200 / 4;
        Account account = Plans.account(Plans.daily(limit));
        Limiter limiter = limiter(clock);
        new LimiterLoad(limiter, account, () -> balances(account).day(), limit, overshoots)
                .run(seed, exchangesPerThread());
    }

    private static Duration wait(Denied denied) {
        Duration wait = denied.retryAfter();
        if (wait == null) throw new AssertionError("no time named by " + denied.publicText());
        return wait;
    }
}
