package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.passes;
import static io.tokenward.proxy.limit.Answers.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger in a file remembers, and what it forgets on purpose. */
class DurableRestartTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Account account = Plans.account(Plans.quotas(1_000, 5_000, ZoneOffset.UTC));
    @TempDir
    private @Nullable Path directory;
    private int exchanges;

    private Path file() {
        return requireNonNull(directory).resolve("ledger.db");
    }

    private DurableLimiter open() throws LedgerProblem {
        return DurableLimiter.open(file(), Durability.POWER, clock);
    }

    private Reservation reserve(Limiter limiter, Account who, long tokens) {
        return granted(limiter.reserve(granted(limiter.enter(who, "tw_" + exchanges++)), "any", tokens));
    }

    @Test
    void whatWasUsedIsUsedAfterARestart() throws Exception {
        try (var limiter = open()) {
            granted(reserve(limiter, account, 500).settle(400));
            granted(reserve(limiter, account, 500).settle(350));
        }

        try (var limiter = open()) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(750);
            assertThat(refused(limiter.reserve(granted(limiter.enter(account, "tw_x")), "any", 251)).problem())
                    .isEqualTo(Problem.QUOTA_SPENT);
            granted(reserve(limiter, account, 250).settle(250));
            assertThat(passes(limiter.enter(account, "tw_y"))).isFalse();
        }
        LedgerCheck check = LedgerCheck.of(file());
        assertThat(check.faults()).isEmpty();
        assertThat(check.used()).isEqualTo(1_000);
    }

    @Test
    void aPeriodThatEndedWhileNobodyRanIsOver() throws Exception {
        try (var limiter = open()) {
            granted(reserve(limiter, account, 1_000).settle(1_000));
        }
        clock.set(Instant.parse("2026-11-24T00:00:00Z"));

        try (var limiter = open()) {
            assertThat(limiter.balances(account).day().used()).isZero();
            assertThat(limiter.balances(account).month().used()).isEqualTo(1_000);
        }
    }

    @Test
    void anEndingThatNobodyWaitedForIsWrittenAtTheEnd() throws Exception {
        try (var limiter = open()) {
            for (int i = 0; i < 100; i++)
                reserve(limiter, account, 10).settle(i % 10);
        }

        try (var limiter = open()) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(450);
        }
        assertThat(LedgerCheck.of(file()).open()).isZero();
    }

    @Test
    void whatAProcessLeftOpenIsFreeAtTheNextStart() throws Exception {
        try (var limiter = open()) {
            reserve(limiter, account, 900);
            granted(reserve(limiter, account, 100).settle(60));
        }
        assertThat(LedgerCheck.of(file()).open()).isEqualTo(1);

        try (var limiter = open()) {
            assertThat(limiter.balances(account).day().left()).isEqualTo(940);
        }
        LedgerCheck check = LedgerCheck.of(file());
        assertThat(check.open()).isZero();
        assertThat(check.sound()).isTrue();
    }

    @Test
    void aReservationThatNobodyEndsIsGivenBackAfterItsTimeToLiveAndALateSettleIsChargedOnce() throws Exception {
        try (var limiter = open()) {
            Reservation lost = reserve(limiter, account, 900);
            Reservation late = reserve(limiter, account, 100);
            clock.advance(DurableLimiter.TIME_TO_LIVE);
            assertThat(limiter.balances(account).day().reserved()).isEqualTo(1_000);
            clock.advance(Duration.ofMillis(1));

            assertThat(limiter.balances(account).day().left()).isEqualTo(1_000);
            granted(lost.release());
            granted(late.settle(70));
            granted(late.settle(70));

            assertThat(limiter.balances(account).day().used()).isEqualTo(70);
            assertThat(limiter.balances(account).day().reserved()).isZero();
        }
        try (var limiter = open()) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(70);
        }
        assertThat(LedgerCheck.of(file()).faults()).isEmpty();
    }

    @Test
    void aPlanThatMovesToAnotherZoneKeepsItsFiguresAcrossARestart() throws Exception {
        Quotas quotas = new Quotas(OptionalLong.of(1_000), OptionalLong.of(5_000));
        Account moved = Plans.account(Plans.of(Rates.unlimited(), quotas, ZoneId.of("Asia/Shanghai")));
        try (var limiter = open()) {
            granted(reserve(limiter, account, 100).settle(100));
            granted(reserve(limiter, moved, 50).settle(50));
        }

        try (var limiter = open()) {
            assertThat(limiter.balances(moved).day().used()).isEqualTo(150);
            assertThat(limiter.balances(moved).month().used()).isEqualTo(150);
        }
    }

    @Test
    void tenantsAndKeysWithoutOneKeepTheirOwnFigures() throws Exception {
        Account stranger = new Account("key-1", "", account.plan());
        Account other = new Account("key-1", "globex", account.plan());
        try (var limiter = open()) {
            granted(reserve(limiter, account, 10).settle(10));
            granted(reserve(limiter, stranger, 20).settle(20));
            granted(reserve(limiter, other, 40).settle(40));
        }

        try (var limiter = open()) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(10);
            assertThat(limiter.balances(stranger).day().used()).isEqualTo(20);
            assertThat(limiter.balances(other).day().used()).isEqualTo(40);
        }
    }

    @Test
    void keysThatStrangersMakeUpWriteNothing() throws Exception {
        try (var limiter = open()) {
            for (int i = 0; i < 50; i++)
                granted(reserve(limiter, new Account("made-up-" + i, "", Plans.requests(10)), 10).settle(10));
        }

        assertThat(LedgerCheck.of(file()).reservations()).isZero();
    }

    @Test
    void anAbsurdChargeIsCappedAndTheLedgerGoesOn() throws Exception {
        try (var limiter = open()) {
            granted(reserve(limiter, account, 10).settle(Long.MAX_VALUE));
        }

        try (var limiter = open()) {
            assertThat(limiter.balances(account).month().used()).isEqualTo(1_000_000_000_000L);
        }
        assertThat(LedgerCheck.of(file()).sound()).isTrue();
    }

    @Test
    void aClosedLedgerRefuses() throws Exception {
        var limiter = open();
        Permit permit = granted(limiter.enter(account, "tw_1"));
        Reservation reservation = reserve(limiter, account, 10);
        limiter.close();

        assertThat(refused(limiter.reserve(permit, "any", 10)).problem()).isEqualTo(Problem.STORE_DOWN);
        assertThat(refused(reservation.settle(5)).problem()).isEqualTo(Problem.STORE_DOWN);
    }
}
