package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of requests while the ledger takes no reservations. */
class StoreDownTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Plan plan = Plans.quotas(1_000, 5_000, ZoneOffset.UTC);
    @TempDir
    private @Nullable Path directory;
    private int exchanges;

    private Path file() {
        return requireNonNull(directory).resolve("ledger.db");
    }

    /** A ledger whose queue is full from the beginning. */
    private DurableLimiter openWithoutRoom() throws LedgerProblem {
        return DurableLimiter.open(file(), Durability.PROCESS, clock, 0, LedgerSums.AGE);
    }

    private Permit enter(Limiter limiter, StoreDown storeDown) {
        return granted(limiter.enter(new Account("key-1", "acme", plan, storeDown), "tw_" + exchanges++));
    }

    private Reservation reserve(Limiter limiter, StoreDown storeDown, long tokens) {
        return granted(limiter.reserve(enter(limiter, storeDown), "any", tokens));
    }

    @Test
    void closedRefusesAndHoldsNothing() throws Exception {
        try (var limiter = openWithoutRoom()) {
            Permit permit = enter(limiter, StoreDown.CLOSED);

            assertThat(refused(limiter.reserve(permit, "any", 100)).problem()).isEqualTo(Problem.STORE_DOWN);
            assertThat(limiter.balances(permit.account()).day().reserved()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "LOCAL_SHARE"})
    void whatPassedIsChargedOnceAndWrittenLater(StoreDown storeDown) throws Exception {
        Account account = new Account("key-1", "acme", plan, storeDown);
        try (var limiter = openWithoutRoom()) {
            Reservation first = reserve(limiter, storeDown, 400);
            granted(first.settle(300));
            granted(first.settle(300));
            granted(reserve(limiter, storeDown, 200).release());
            assertThat(limiter.balances(account).day().used()).isEqualTo(300);
        }

        try (var limiter = DurableLimiter.open(file(), Durability.PROCESS, clock)) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(300);
        }
        LedgerCheck check = LedgerCheck.of(file());
        assertThat(check.faults()).isEmpty();
        assertThat(check.open()).isZero();
        assertThat(check.reservations()).as("what was released left no trace").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "LOCAL_SHARE"})
    void whatIsKnownToBeSpentIsRefusedAllTheSame(StoreDown storeDown) throws Exception {
        try (var limiter = openWithoutRoom()) {
            reserve(limiter, storeDown, 900);

            assertThat(refused(limiter.reserve(enter(limiter, storeDown), "any", 101)).problem())
                    .isEqualTo(Problem.QUOTA_SPENT);
        }
    }

    @Test
    void anExchangeThatOutlivesItsReservationIsChargedWhenItEnds() throws Exception {
        try (var limiter = openWithoutRoom()) {
            Reservation late = reserve(limiter, StoreDown.LOCAL_SHARE, 100);
            clock.advance(DurableLimiter.TIME_TO_LIVE.plusSeconds(1));
            enter(limiter, StoreDown.LOCAL_SHARE);

            granted(late.settle(70));
        }
        assertThat(LedgerCheck.of(file()).used()).isEqualTo(70);
        assertThat(LedgerCheck.of(file()).faults()).isEmpty();
    }

    @Test
    void whereMemoryIsFullOnlyOpenLetsPass() {
        var limiter = new LocalLimiter(clock, 1);
        granted(limiter.enter(new Account("key-1", "first", plan), "tw_1"));

        for (StoreDown storeDown : StoreDown.values()) {
            Account second = new Account("key-2", "second", plan, storeDown);
            assertThat(Answers.passes(limiter.enter(second, "tw_" + storeDown))).as(storeDown.word())
                    .isEqualTo(storeDown == StoreDown.OPEN);
        }
    }
}
