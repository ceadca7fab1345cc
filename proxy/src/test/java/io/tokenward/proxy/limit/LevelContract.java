package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.passes;
import static io.tokenward.proxy.limit.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.limit.PlanLevels.Users;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

/** What every store of limits has to do with windows, users, budgets and kinds of consumption. */
abstract class LevelContract {
    static final String MODEL = "glm-5";
    private static final long YUAN = 1_000_000;
    /** 2 yuan for a million tokens of input, 0.5 cached, 8 of output; 0.2 for an image. */
    private static final Factors PRICE = new Factors(2 * YUAN, YUAN / 2, 8 * YUAN, 8 * YUAN, YUAN / 5 * 1_000_000, 0);

    final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private int exchanges;

    /** An empty store; called once a test. */
    abstract Limiter limiter(Clock clock);

    /** What the store made last says. */
    abstract Balances balances(Account account);

    final CompletionStage<Permit> enter(Limiter limiter, Account account) {
        return limiter.enter(account, "tw_" + exchanges++);
    }

    final Reservation reserve(Limiter limiter, Account account, long tokens) {
        return granted(limiter.reserve(granted(enter(limiter, account)), MODEL, tokens));
    }

    private static Quotas quotas(long day) {
        return new Quotas(OptionalLong.of(day), OptionalLong.empty());
    }

    private static Plan plan(Rates rates, Tariff weights, PlanLevels levels, Optional<Money> money) {
        return new Plan("starter", rates, Quotas.unlimited(), ZoneOffset.UTC, weights, Optional.empty(), levels, money);
    }

    private static Plan priced(Quotas budget, PlanLevels levels) {
        return plan(Rates.unlimited(), Tariff.TOKENS, levels,
                Optional.of(new Money("CNY", new Tariff(Map.of(MODEL, PRICE), Factors.tokens(YUAN)), budget)));
    }

    private static PlanLevels users(Rates rates, Allowance allowance) {
        return new PlanLevels(Rates.unlimited(), Map.of(), Allowance.UNLIMITED,
                Optional.of(new Users("", rates, allowance, 10)));
    }

    private static Demand of(String user, long tokens) {
        return new Demand(MODEL, user, Consumption.tokens(tokens), 0);
    }

    private CompletionStage<Reservation> ask(Limiter limiter, Account account, Demand demand) {
        return limiter.reserve(granted(enter(limiter, account)), demand);
    }

    @Test
    void ofSeveralWindowsTheOneThatIsFullRefuses() {
        Limiter limiter = limiter(clock);
        var rates = new Rates(List.of(new Rate(2, Duration.ofSeconds(1)), new Rate(3, Duration.ofHours(1))), List.of(),
                List.of(), OptionalInt.empty());
        Account account = Plans.account(Plans.of(rates, Quotas.unlimited(), ZoneOffset.UTC));
        granted(enter(limiter, account));
        granted(enter(limiter, account));

        Denied second = refused(enter(limiter, account));
        clock.advance(Duration.ofSeconds(1));
        granted(enter(limiter, account));
        Denied hour = refused(enter(limiter, account));
        clock.advance(Duration.ofMinutes(20));

        assertThat(second.publicText()).isEqualTo("Too many requests a second for this key.");
        assertThat(second.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(hour.publicText()).isEqualTo("Too many requests an hour for this key.");
        assertThat(hour.retryAfter()).as("never told to wait for longer").isEqualTo(Duration.ofMinutes(1));
        assertThat(passes(enter(limiter, account))).as("a third of an hour is one request").isTrue();
        assertThat(passes(enter(limiter, account))).isFalse();
    }

    @Test
    void whatALongRequestUsedCountsAlthoughItsBucketWasForgottenMeanwhile() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(Plans.tokens(1_000));
        Reservation slow = reserve(limiter, account, 100);
        clock.advance(Duration.ofMinutes(10));

        granted(slow.settle(1_500));

        assertThat(passes(limiter.reserve(granted(enter(limiter, account)), MODEL, 1))).isFalse();
    }

    @Test
    void bytesOfBodiesHaveARate() {
        Limiter limiter = limiter(clock);
        var rates = new Rates(List.of(), List.of(), List.of(Rate.perMinute(10_000)), OptionalInt.empty());
        Account account = Plans.account(Plans.of(rates, Quotas.unlimited(), ZoneOffset.UTC));
        granted(ask(limiter, account, new Demand(MODEL, "", Consumption.tokens(1), 9_000)));

        Denied denied = refused(ask(limiter, account, new Demand(MODEL, "", Consumption.tokens(1), 2_000)));

        assertThat(denied.limit()).isEqualTo("key.rates.bytes");
        assertThat(denied.publicText()).isEqualTo("Too many bytes a minute for this key.");
        assertThat(passes(ask(limiter, account, new Demand(MODEL, "", Consumption.tokens(1), 1_000)))).isTrue();
    }

    @Test
    void usersOfOneKeyHaveRatesOfTheirOwn() {
        Limiter limiter = limiter(clock);
        var one = new Rates(OptionalLong.of(2), OptionalLong.empty(), OptionalInt.of(1));
        Account account = Plans.account(plan(Rates.unlimited(), Tariff.TOKENS, users(one, Allowance.UNLIMITED),
                Optional.empty()));
        Permit permit = granted(enter(limiter, account));
        granted(limiter.reserve(permit, of("ann", 10)));

        Denied full = refused(ask(limiter, account, of("ann", 10)));
        permit.release();
        granted(ask(limiter, account, of("bob", 10)));
        Permit again = granted(enter(limiter, account));
        granted(limiter.reserve(again, of("ann", 10)));
        again.release();
        Denied third = refused(ask(limiter, account, of("ann", 10)));

        assertThat(full.limit()).isEqualTo("user.rates.concurrency");
        assertThat(third.limit()).isEqualTo("user.rates.requests");
        assertThat(passes(ask(limiter, account, of("", 10)))).as("who asks for nobody is no user").isTrue();
    }

    @Test
    void aUserOfAnotherTenantIsAnother() {
        Limiter limiter = limiter(clock);
        Plan plan = plan(Rates.unlimited(), Tariff.TOKENS,
                users(Rates.unlimited(), new Allowance(quotas(100), Quotas.unlimited())), Optional.empty());
        granted(granted(ask(limiter, new Account("key-1", "acme", plan), of("ann", 100))).settle(100));

        assertThat(passes(ask(limiter, new Account("key-1", "acme", plan), of("ann", 1)))).isFalse();
        assertThat(passes(ask(limiter, new Account("key-3", "zeta", plan), of("ann", 1)))).isTrue();
    }

    @Test
    void aUsersQuotaIsNamedAndNothingIsHeldOfTheOthers() {
        Limiter limiter = limiter(clock);
        Plan plan = plan(Rates.unlimited(), Tariff.TOKENS,
                users(Rates.unlimited(), new Allowance(quotas(100), Quotas.unlimited())), Optional.empty());
        Account account = Plans.account(plan);
        Reservation first = granted(ask(limiter, account, of("ann", 60)));

        Denied denied = refused(ask(limiter, account, of("ann", 50)));
        granted(first.settle(40));

        assertThat(denied.problem()).isEqualTo(Problem.QUOTA_SPENT);
        assertThat(denied.limit()).isEqualTo("user.quotas.day");
        assertThat(denied.publicText()).startsWith("The daily token quota of this user has 40 left, this request may"
                + " need 50, 60 are held for requests still running.");
        assertThat(balances(account).day().used()).isEqualTo(40);
        assertThat(balances(account).day().reserved()).isZero();
        assertThat(passes(ask(limiter, account, of("ann", 60)))).isTrue();
        assertThat(passes(ask(limiter, account, of("bob", 100)))).isTrue();
    }

    @Test
    void aKeysQuotaIsSpentBeforeItsTenantHasMore() {
        Limiter limiter = limiter(clock);
        var ofKey = new Level(Level.Kind.KEY, "key-1", Rates.unlimited(),
                new Allowance(quotas(100), Quotas.unlimited()));
        var ofTenant = new Level(Level.Kind.TENANT, "acme", Rates.unlimited(),
                new Allowance(quotas(150), Quotas.unlimited()));
        Plan plan = Plans.of(Rates.unlimited(), Quotas.unlimited(), ZoneId.of("Asia/Shanghai"));
        Account account = new Account("key-1", "acme", plan, StoreDown.CLOSED, List.of(ofTenant, ofKey));
        Account other = new Account("key-2", "acme", plan, StoreDown.CLOSED, List.of(ofTenant));
        granted(reserve(limiter, account, 100).settle(100));

        Denied key = refused(enter(limiter, account));
        granted(reserve(limiter, other, 50).settle(50));
        Denied tenant = refused(enter(limiter, other));

        assertThat(key.limit()).isEqualTo("key.quotas.day");
        assertThat(key.publicText()).startsWith("The daily token quota of this key is spent.");
        assertThat(tenant.limit()).isEqualTo("tenant.quotas.day");
        assertThat(tenant.publicText()).contains("+08:00 (Asia/Shanghai)");
    }

    @Test
    void aBudgetIsSpentToTheLastMillionth() {
        Limiter limiter = limiter(clock);
        Account account = Plans.account(priced(quotas(10_000), PlanLevels.NONE));
        // 1000 tokens of input at 2 yuan a million, 250 of output at 8, 500 cached at 0.5.
        Reservation first = granted(ask(limiter, account, new Demand(MODEL, "", Consumption.of(1_500, 875), 0)));

        Denied denied = refused(ask(limiter, account, of("", 1)));
        granted(first.settle(new Consumption(1_000, 500, 250, 0, 0, 0)));
        Denied large = refused(ask(limiter, account, of("", 2_876)));

        assertThat(denied.limit()).isEqualTo("plan.budget.day");
        assertThat(denied.publicText()).startsWith("The daily budget of plan starter has 0 CNY left, this request may"
                + " need 0.000002 CNY, 0.01 CNY are held");
        assertThat(large.publicText()).contains("has 0.00575 CNY left, this request may need 0.005752 CNY");
        granted(granted(ask(limiter, account, of("", 2_875))).settle(2_875));
        assertThat(refused(enter(limiter, account)).publicText())
                .startsWith("The daily budget of plan starter is spent.");
        assertThat(balances(account).day().used()).as("tokens").isEqualTo(1_750 + 2_875);
    }

    @Test
    void keyTenantAndUserHaveBudgets() {
        Limiter limiter = limiter(clock);
        var budget = new Allowance(Quotas.unlimited(), quotas(2_000));
        Plan plan = priced(Quotas.unlimited(), users(Rates.unlimited(), budget));
        var ofKey = new Level(Level.Kind.KEY, "key-1", Rates.unlimited(),
                new Allowance(Quotas.unlimited(), quotas(3_000)));
        var ofTenant = new Level(Level.Kind.TENANT, "acme", Rates.unlimited(),
                new Allowance(Quotas.unlimited(), quotas(4_000)));
        Account account = new Account("key-1", "acme", plan, StoreDown.CLOSED, List.of(ofTenant, ofKey));
        Account other = new Account("key-2", "acme", plan, StoreDown.CLOSED, List.of(ofTenant));
        granted(granted(ask(limiter, account, of("ann", 1_000))).settle(1_000));

        Denied user = refused(ask(limiter, account, of("ann", 1)));
        Denied key = refused(ask(limiter, account, of("bob", 501)));
        granted(granted(ask(limiter, account, of("bob", 500))).settle(500));
        Denied tenant = refused(ask(limiter, other, of("cid", 501)));

        assertThat(user.limit()).isEqualTo("user.budget.day");
        assertThat(key.limit()).isEqualTo("key.budget.day");
        assertThat(tenant.limit()).isEqualTo("tenant.budget.day");
        assertThat(passes(ask(limiter, other, of("cid", 500)))).isTrue();
    }

    @Test
    void kindsOfTokensAndImagesWeighAsThePlanSays() {
        Limiter limiter = limiter(clock);
        var weights = new Tariff(Map.of(MODEL, new Factors(1_000_000, 100_000, 3_000_000, 5_000_000, 31_000_000_000L,
                50_000_000)), Factors.ONE);
        Account account = Plans.account(new Plan("starter", Rates.unlimited(), quotas(100_000), ZoneOffset.UTC, weights,
                Optional.empty(), PlanLevels.NONE, Optional.empty()));

        granted(granted(ask(limiter, account, new Demand(MODEL, "", new Consumption(100, 0, 10, 0, 1, 0), 0)))
                .settle(new Consumption(50, 51, 7, 2, 1, 3)));

        // 50 + 5.1 + 21 + 10 + 31,000 + 150, rounded up once.
        assertThat(balances(account).day().used()).isEqualTo(31_237);
    }

    @Test
    void anEstimateHoldsWhatTheDearestKindWouldCost() {
        Limiter limiter = limiter(clock);
        var weights = new Tariff(Map.of(), new Factors(1_000_000, 2_000_000, 1_000_000, 4_000_000, 0, 0));
        Account account = Plans.account(new Plan("starter", Rates.unlimited(), quotas(1_000), ZoneOffset.UTC, weights,
                Optional.empty(), PlanLevels.NONE, Optional.empty()));

        granted(ask(limiter, account, new Demand(MODEL, "", Consumption.of(100, 50), 0)));

        assertThat(balances(account).day().reserved()).isEqualTo(400);
    }
}
