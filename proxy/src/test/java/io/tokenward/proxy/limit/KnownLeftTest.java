package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class KnownLeftTest {
    private static final Quotas BUDGET = new Quotas(OptionalLong.of(9_000_000), OptionalLong.empty());
    private final Account daily = Plans.account(Plans.daily(1_000));
    private final KnownLeft left = new KnownLeft(100, 2);
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final Instant tomorrow = now.plus(Duration.ofDays(1));
    private final Instant later = now.plus(Duration.ofDays(7));

    private static Account account(String key, Plan plan) {
        return new Account(key, "acme", plan, StoreDown.LOCAL_SHARE);
    }

    private static Plan packaged(String name, Optional<Money> money) {
        return new Plan(name, Rates.unlimited(), Quotas.unlimited(), ZoneOffset.UTC, Tariff.TOKENS,
                Optional.of(new TokenPackage(1_000_000, QuotaPeriod.MONTH, 0)), PlanLevels.NONE, money);
    }

    private void heard(Account account, long... meters) {
        left.heard(account, account.meters(), new Rests(LongStream.of(meters).boxed().toList(), List.of()));
    }

    /** A package in words of the scripts, by kind. */
    private void heardPacks(Account account, String... kinds) {
        left.heard(account, account.meters(), Rests.of("-1 " + String.join(" ", kinds), 1));
    }

    private Optional<KnownLeft.Share> take(Account account, long tokens) {
        return left.take(account, Demand.of("any", tokens), now);
    }

    private static String pack(long tokens, Instant expires) {
        return tokens + "@" + expires.toEpochMilli();
    }

    @Test
    void anAnswerThatTellsNothingDoesNotMakeTheRestEndless() {
        heard(daily, 800);

        left.heard(daily, daily.meters(), Rests.of("", 1));

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
        left.heard(account, account.meters(ann), Rests.of("100000 10", 2));
        left.heard(account, account.meters(bob), Rests.of("100000 100", 2));

        assertThat(left.take(account, ann, now)).isEmpty();
        assertThat(left.take(account, bob, now)).isPresent();
    }

    @Test
    void keysAndPlansOfATenantShareItsPacksAndHaveTheirOwnBesides() {
        Account first = account("key-1", packaged("family", Optional.empty()));
        Account second = account("key-2", packaged("office", Optional.empty()));
        // For all, for the plan, for the key, for both.
        heardPacks(first, pack(200, later), pack(100, tomorrow), "-", "-");
        heardPacks(second, pack(200, later), "-", pack(40, later), "-");

        assertThat(take(first, 151)).isEmpty();
        assertThat(take(first, 50)).as("of the plan's own").isPresent();
        assertThat(take(second, 121)).isEmpty();
        KnownLeft.Share share = take(second, 120).orElseThrow();
        assertThat(take(first, 1)).as("the second took what was for all").isEmpty();
        share.settle(Charge.tokens(30));
        assertThat(take(first, 91)).as("10 of what is for all are used").isEmpty();
        assertThat(take(first, 90)).isPresent();
    }

    @Test
    void packsAreGoneWhenTheyExpire() {
        Account account = account("key-1", packaged("family", Optional.empty()));
        heardPacks(account, pack(200, tomorrow) + "," + pack(100, later), "-", "-", "-");

        assertThat(take(account, 151)).isEmpty();
        take(account, 150).orElseThrow().settle(Charge.NOTHING).run();
        now = tomorrow.minusMillis(1);
        assertThat(take(account, 150)).isPresent().hasValueSatisfying(share -> share.settle(Charge.NOTHING).run());
        now = tomorrow;
        assertThat(take(account, 51)).as("what the other has is left").isEmpty();
        KnownLeft.Share last = take(account, 50).orElseThrow();
        now = later;
        last.settle(Charge.NOTHING);
        assertThat(take(account, 1)).as("given back too late").isEmpty();
    }

    @Test
    void whatIsUsedOfAPackThatTheStoreTellsOfNoMoreIsNotFreeInAnother() {
        Account account = account("key-1", packaged("family", Optional.empty()));
        heardPacks(account, pack(200, tomorrow), "-", "-", "-");
        KnownLeft.Share share = take(account, 100).orElseThrow();

        heardPacks(account, pack(60, later), "-", "-", "-");

        assertThat(take(account, 31)).isEmpty();
        share.settle(Charge.tokens(40)).run();
        assertThat(take(account, 31)).as("its rest went with it").isPresent();
    }

    @Test
    void whatWasUsedIsNotFreeUntilTheStoreHasHeardOfIt() {
        heard(daily, 800);
        Runnable told = take(daily, 400).orElseThrow().settle(Charge.tokens(300));

        heard(daily, 800);
        assertThat(take(daily, 101)).as("the store answers again, and was not told yet").isEmpty();
        told.run();
        assertThat(take(daily, 101)).as("to be told makes nothing free").isEmpty();
        heard(daily, 500);
        assertThat(take(daily, 251)).isEmpty();
        assertThat(take(daily, 250)).as("all of its part").isPresent();
    }

    @Test
    void whatIsNoAnswerOfAScriptIsNotTakenForOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rests.of("-1 200", 1)).withMessageContaining("200");
        assertThat(Rests.of("-1 5@1000,7@2000 - - -", 1).packs().getFirst())
                .containsExactly(new Rests.OfPacks(Instant.ofEpochMilli(1_000), 5),
                        new Rests.OfPacks(Instant.ofEpochMilli(2_000), 7));
    }
}
