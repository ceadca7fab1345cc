package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

class KnownLeftTest {
    private static final Quotas BUDGET = new Quotas(OptionalLong.of(9_000_000), OptionalLong.empty());
    private final Account daily = Plans.account(Plans.daily(1_000));
    private final KnownLeft left = new KnownLeft(100, 2);

    private static Account account(String key, Plan plan) {
        return new Account(key, "acme", plan, StoreDown.LOCAL_SHARE);
    }

    private static Plan packaged(String name, Optional<Money> money) {
        return new Plan(name, Rates.unlimited(), Quotas.unlimited(), ZoneOffset.UTC, Tariff.TOKENS,
                Optional.of(new TokenPackage(1_000_000, QuotaPeriod.MONTH, 0)), PlanLevels.NONE, money);
    }

    private void heard(Account account, long... rests) {
        left.heard(account, account.meters(), rests);
    }

    private Optional<KnownLeft.Share> take(Account account, long tokens) {
        return left.take(account, Demand.of("any", tokens));
    }

    @Test
    void anAnswerThatTellsNothingDoesNotMakeTheRestEndless() {
        heard(daily, 800);

        heard(daily);

        assertThat(take(daily, 401)).isEmpty();
        assertThat(take(daily, 400)).isPresent();
    }

    @Test
    void whatIsLentIsNotFreeBecauseTheStoreHasNotHeardOfIt() {
        heard(daily, 800);
        KnownLeft.Share first = take(daily, 400).orElseThrow();

        heard(daily, 800);

        assertThat(take(daily, 1)).as("the store answers again for a moment").isEmpty();
        first.settle(Charge.NOTHING);
        assertThat(take(daily, 401)).as("and no more than its part").isEmpty();
        assertThat(take(daily, 400)).isPresent();
    }

    @Test
    void nothingIsGrantedOfWhatWasNeverHeard() {
        heard(daily);

        assertThat(take(daily, 1)).isEmpty();
    }

    @Test
    void moneyIsBoundByWhatIsLeftOfMoneyAndTokensByWhatIsLeftOfTokens() {
        // A token is two millionths of the currency.
        var price = new Tariff(Map.of(), Factors.tokens(2_000_000));
        var plan = new Plan("pay", Rates.unlimited(), new Quotas(OptionalLong.of(100_000), OptionalLong.empty()),
                ZoneOffset.UTC, Tariff.TOKENS, Optional.empty(), PlanLevels.NONE,
                Optional.of(new Money("CNY", price, BUDGET)));
        Account account = account("key-1", plan);

        heard(account, 100_000, 1_000);

        assertThat(take(account, 251)).as("502 of 500 millionths").isEmpty();
        KnownLeft.Share share = take(account, 250).orElseThrow();
        assertThat(take(account, 1)).isEmpty();
        share.settle(new Charge(100, 200));
        assertThat(take(account, 150)).isPresent();
    }

    @Test
    void ofAUserWhoHasLittleLeftTheOthersKnowNothing() {
        var users = new PlanLevels.Users("", Rates.unlimited(),
                new Allowance(new Quotas(OptionalLong.of(100), OptionalLong.empty()), Quotas.unlimited()), 10);
        var levels = new PlanLevels(Rates.unlimited(), Map.of(), Allowance.UNLIMITED, Optional.of(users));
        Account account = account("key-1", new Plan("team", Rates.unlimited(),
                new Quotas(OptionalLong.of(100_000), OptionalLong.empty()), ZoneOffset.UTC, Map.of(),
                Optional.empty(), levels));
        var ann = new Demand("any", "ann", Consumption.tokens(20), 0);
        var bob = new Demand("any", "bob", Consumption.tokens(20), 0);
        left.heard(account, account.meters(ann), new long[]{100_000, 10});
        left.heard(account, account.meters(bob), new long[]{100_000, 100});

        assertThat(left.take(account, ann)).isEmpty();
        assertThat(left.take(account, bob)).isPresent();
    }

    @Test
    void keysAndPlansOfATenantShareItsPacksAndHaveTheirOwnBesides() {
        Account first = account("key-1", packaged("family", Optional.empty()));
        Account second = account("key-2", packaged("office", Optional.empty()));
        // For all, for the plan, for the key, for both.
        heard(first, -1, 200, 100, 0, 0);
        heard(second, -1, 200, 0, 40, 0);

        assertThat(take(first, 151)).isEmpty();
        assertThat(take(first, 50)).as("of the plan's own").isPresent();
        assertThat(take(second, 121)).isEmpty();
        KnownLeft.Share share = take(second, 120).orElseThrow();
        assertThat(take(first, 1)).as("the second took what was for all").isEmpty();
        share.settle(Charge.tokens(30));
        assertThat(take(first, 91)).as("10 of what is for all are used").isEmpty();
        assertThat(take(first, 90)).isPresent();
    }
}
