package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** In which order packs are drawn on, what a month takes over from the last, and what a refusal says. */
class PurseTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final TokenPackage PACKS_ALONE = new TokenPackage(0, QuotaPeriod.MONTH, 0);
    private static final TokenPackage MONTHLY = new TokenPackage(1_000, QuotaPeriod.MONTH, 300);

    private final List<Pack> opened = new ArrayList<>();
    private final Purse purse = new Purse(opened::add);

    private static Account account(String key, TokenPackage granted, ZoneId zone) {
        return new Account(key, "acme", new Plan("developer", Rates.unlimited(), Quotas.unlimited(), zone, Map.of(),
                Optional.of(granted)));
    }

    private static Account account(TokenPackage granted) {
        return account("key-1", granted, ZoneOffset.UTC);
    }

    private static Pack pack(String id, String key, long tokens, int priority, Duration lasts) {
        return new Pack(id, "acme", key, "", tokens, NOW.minusSeconds(1), NOW.plus(lasts), priority, "purchase", "");
    }

    private PurseHold hold(Account who, long tokens, Instant now) throws Denied {
        return purse.hold(who, who.plan().tokenPackage().orElseThrow(), tokens, now);
    }

    private Denied refused(Account who, long tokens, Instant now) {
        return catchThrowableOfType(Denied.class, () -> hold(who, tokens, now));
    }

    private long left(String id) {
        return purse.balances()
                .stream()
                .filter(each -> each.pack().id().equals(id))
                .findFirst()
                .orElseThrow()
                .left();
    }

    @Test
    void lowerPriorityFirstThenWhatExpiresFirst() throws Exception {
        purse.add(pack("late", "", 100, 50, Duration.ofDays(9)), 0);
        purse.add(pack("soon", "", 100, 50, Duration.ofDays(2)), 0);
        purse.add(pack("bonus", "", 100, 10, Duration.ofDays(30)), 0);

        assertThat(hold(account(PACKS_ALONE), 250, NOW).settle(250)).containsExactly(new Draw("bonus", 100),
                new Draw("soon", 100), new Draw("late", 50));
    }

    @Test
    void aPackOfOneKeyIsForThatKeyAlone() throws Exception {
        purse.add(pack("own", "key-2", 100, 50, Duration.ofDays(2)), 0);

        assertThat(refused(account(PACKS_ALONE), 1, NOW).problem()).isEqualTo(Problem.QUOTA_SPENT);
        assertThat(hold(account("key-2", PACKS_ALONE, ZoneOffset.UTC), 100, NOW).settle(40))
                .containsExactly(new Draw("own", 40));
    }

    @Test
    void aPackThatExpiresWhileARequestRunsPaysForItAllTheSame() throws Exception {
        purse.add(pack("soon", "", 100, 50, Duration.ofMinutes(1)), 0);
        purse.add(pack("late", "", 100, 50, Duration.ofDays(1)), 0);
        PurseHold running = hold(account(PACKS_ALONE), 80, NOW);

        assertThat(refused(account(PACKS_ALONE), 101, NOW.plusSeconds(60))).isNotNull();
        assertThat(running.settle(80)).containsExactly(new Draw("soon", 80));
    }

    @Test
    void whatIsUsedBeyondTheEstimateIsDrawnFromWhatIsLeftAndThenFromTheLastPack() throws Exception {
        purse.add(pack("first", "", 100, 10, Duration.ofDays(1)), 0);
        purse.add(pack("second", "", 100, 20, Duration.ofDays(1)), 0);

        assertThat(hold(account(PACKS_ALONE), 50, NOW).settle(230)).containsExactly(new Draw("first", 130),
                new Draw("second", 100));
        assertThat(refused(account(PACKS_ALONE), 1, NOW)).isNotNull();
    }

    @Test
    void aRefusalHoldsNothingAndSaysWhenThePlanGrantsAgain() throws Exception {
        Denied denied = refused(account(MONTHLY), 1_001, NOW);

        assertThat(denied.limit()).isEqualTo("plan.package");
        assertThat(denied.publicText()).contains("package of plan developer has 1000 left, this request may need 1001",
                "2026-12-01T00:00:00Z");
        assertThatCode(() -> hold(account(MONTHLY), 1_000, NOW)).doesNotThrowAnyException();
    }

    @Test
    void whatIsOnlyHeldBackIsNotSpent() throws Exception {
        PurseHold hold = hold(account(MONTHLY), 1_000, NOW);
        assertThatCode(() -> purse.requireUnspent(account(MONTHLY), MONTHLY, NOW)).doesNotThrowAnyException();

        hold.settle(1_000);
        assertThat(catchThrowableOfType(Denied.class, () -> purse.requireUnspent(account(MONTHLY), MONTHLY, NOW))
                .publicText()).contains("is spent");
    }

    @Test
    void theNextMonthGetsTheRestUpToItsBoundAndDrawsItFirst() throws Exception {
        hold(account(MONTHLY), 900, NOW).settle(600);

        assertThat(hold(account(MONTHLY), 1_300, DECEMBER).settle(400)).containsExactly(
                new Draw("carried:developer:tenant:acme:2026-12-01", 300),
                new Draw("plan:developer:tenant:acme:2026-12-01", 100));
        assertThat(opened).extracting(Pack::source).containsExactly("plan", "carried", "plan");
    }

    @Test
    void theRestOfARestIsNotCarriedOnAndAMonthWithoutRequestsIsGrantedAllTheSame() throws Exception {
        hold(account(MONTHLY), 10, Instant.parse("2026-10-05T00:00:00Z")).settle(10);

        assertThat(refused(account(MONTHLY), 1_301, DECEMBER)).isNotNull();
        assertThat(hold(account(MONTHLY), 1_300, DECEMBER).settle(1_300)).hasSize(2);
    }

    @Test
    void whatWasCarriedOverIsNotThereTwiceWhereTheClockStepsBack() throws Exception {
        hold(account(MONTHLY), 800, NOW).settle(800);
        hold(account(MONTHLY), 1_200, DECEMBER).settle(0);

        assertThat(refused(account(MONTHLY), 1, NOW)).isNotNull();
        assertThat(left("carried:developer:tenant:acme:2026-12-01")).isEqualTo(200);
    }

    @Test
    void aTenantThatMovesToAnotherZoneGetsNoSecondPackage() throws Exception {
        Instant lastDay = Instant.parse("2026-11-30T12:00:00Z");
        hold(account("key-1", MONTHLY, ZoneId.of("Pacific/Kiritimati")), 1_000, lastDay).settle(1_000);
        Account moved = account("key-1", MONTHLY, ZoneId.of("Pacific/Honolulu"));

        assertThat(refused(moved, 1, lastDay.plus(Duration.ofHours(20)))).isNotNull();
        assertThat(refused(moved, 1, Instant.parse("2026-12-01T09:59:59Z"))).isNotNull();
        assertThatCode(() -> hold(moved, 1_000, Instant.parse("2027-01-01T10:00:00Z"))).doesNotThrowAnyException();
    }

    @Test
    void aPlanThatGrantsMoreDoesSoAtOnce() throws Exception {
        hold(account(MONTHLY), 1_000, NOW).settle(1_000);

        assertThat(hold(account(new TokenPackage(1_500, QuotaPeriod.MONTH, 0)), 500, NOW).portions()).hasSize(1);
    }
}
