package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.passes;
import static io.tokenward.proxy.limit.Answers.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages and packs in a ledger file: after restarts, under many threads, and what a check finds. */
class DurablePacksTest {
    private static final TokenPackage MONTHLY = new TokenPackage(1_000, QuotaPeriod.MONTH, 1_000);
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Account account = account(MONTHLY, Quotas.unlimited());
    @TempDir
    private @Nullable Path directory;
    private int exchanges;

    private static Account account(TokenPackage granted, Quotas quotas) {
        return Plans.account(new Plan("developer", Rates.unlimited(), quotas, ZoneOffset.UTC, Map.of(),
                Optional.of(granted)));
    }

    private Path file() {
        return requireNonNull(directory).resolve("ledger.db");
    }

    private DurableLimiter open() throws LedgerProblem {
        return DurableLimiter.open(file(), Durability.PROCESS, clock);
    }

    private static Pack pack(String id, long tokens) {
        return new Pack(id, "acme", "", "", tokens, Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2027-06-01T00:00:00Z"), 50, "voucher", "");
    }

    private void spend(Limiter limiter, long tokens) {
        Permit permit = granted(limiter.enter(account, "tw_" + exchanges++));
        granted(granted(limiter.reserve(permit, "any", tokens)).settle(tokens));
    }

    private static Map<String, Long> left(DurableLimiter limiter) {
        return limiter.packs("acme")
                .stream()
                .collect(java.util.stream.Collectors.toMap(each -> each.pack().source(), PackBalance::left));
    }

    @Test
    void packsAndTheRestOfTheMonthAreWhereTheyWereAfterARestart() throws Exception {
        try (var limiter = open()) {
            assertThat(granted(limiter.grant(pack("order-1", 500)))).isTrue();
            assertThat(granted(limiter.grant(pack("order-1", 500)))).as("the same order").isFalse();
            spend(limiter, 700);
            assertThat(left(limiter)).isEqualTo(Map.of("voucher", 0L, "plan", 800L));
        }

        try (var limiter = open()) {
            assertThat(left(limiter)).isEqualTo(Map.of("voucher", 0L, "plan", 800L));
            assertThat(granted(limiter.grant(pack("order-1", 500)))).as("the same order").isFalse();
            spend(limiter, 300);
        }
        clock.set(Instant.parse("2026-12-10T00:00:00Z"));
        try (var limiter = open()) {
            spend(limiter, 600);
            Permit permit = granted(limiter.enter(account, "tw_x"));
            assertThat(refused(limiter.reserve(permit, "any", 901)).problem()).isEqualTo(Problem.QUOTA_SPENT);
            granted(granted(limiter.reserve(permit, "any", 900)).settle(900));
            assertThat(passes(limiter.enter(account, "tw_y"))).isFalse();
        }
        LedgerCheck check = LedgerCheck.of(file());
        assertThat(check.faults()).isEmpty();
        assertThat(check.used()).isEqualTo(2_500);
    }

    @Test
    void anOrderIsNotPaidOutAgainYearsLater() throws Exception {
        try (var limiter = open()) {
            granted(limiter.grant(pack("order-1", 500)));
        }
        clock.set(Instant.parse("2029-01-01T00:00:00Z"));
        var again = new Pack("order-1", "acme", "", "", 500, clock.instant(), clock.instant().plusSeconds(60), 50,
                "voucher", "");
        try (var limiter = open()) {
            assertThat(granted(limiter.grant(again))).isFalse();
            assertThat(limiter.packs("acme")).isEmpty();
        }
    }

    @Test
    void aRefusedPackageGivesTheQuotaBack() throws Exception {
        Account limited = account(MONTHLY, new Quotas(OptionalLong.of(5_000), OptionalLong.empty()));
        try (var limiter = open()) {
            Permit permit = granted(limiter.enter(limited, "tw_1"));

            assertThat(refused(limiter.reserve(permit, "any", 1_001)).problem()).isEqualTo(Problem.QUOTA_SPENT);
            assertThat(limiter.balances(limited).day().reserved()).isZero();
        }
    }

    @Test
    void manyThreadsSpendWhatThereIsAndNotAToken() throws Exception {
        long seed = System.nanoTime();
        System.out.println("DurablePacksTest seed " + seed);
        try (var limiter = open(); ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 9; i++)
                granted(limiter.grant(pack("order-" + i, 1_000)));
            List<Future<Long>> spenders = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                int number = t;
                spenders.add(threads.submit(() -> spendAll(limiter, new Random(seed + number), "tw_" + number + "_")));
            }
            long spent = 0;
            for (Future<Long> spender : spenders)
                spent += spender.get();

            assertThat(spent).as("seed %d", seed).isEqualTo(10_000);
            assertThat(limiter.packs("acme")).allMatch(each -> each.left() == 0 && each.held() == 0);
        }
        assertThat(LedgerCheck.of(file()).faults()).isEmpty();
        assertThat(LedgerCheck.of(file()).used()).isEqualTo(10_000);
    }

    /** Asks for less where more is refused, until a single token is. */
    private long spendAll(Limiter limiter, Random random, String name) {
        long spent = 0;
        for (int i = 0; true; i++) {
            try {
                Permit permit = granted(limiter.enter(account, name + i));
                long most = 64;
                while (!passes(limiter.reserve(permit, "any", most)))
                    if ((most /= 2) == 0) break;
                if (most == 0) continue;
                Reservation held = granted(limiter.reserve(permit, "any", most));
                long used = random.nextLong(1, held.tokens() + 1);
                granted(held.settle(used));
                spent += used;
            } catch (java.util.concurrent.CompletionException refused) {
                if (Denials.in(refused).isEmpty()) throw refused;
                return spent;
            }
        }
    }

    @Test
    void aBalanceThatTheHistoryDoesNotExplainIsFound() throws Exception {
        try (var limiter = open()) {
            spend(limiter, 100);
        }
        execute("UPDATE pack_balance SET used = 90");
        assertThat(LedgerCheck.of(file()).faults()).singleElement()
                .asString()
                .contains("plan:developer:tenant:acme:2026-11-01: its balance says 90, the history says 100");
    }

    @Test
    void aLedgerOfTheFirstVersionIsCheckedAndBroughtUpToDate() throws Exception {
        LedgerFile.open(file(), Durability.PROCESS, new LedgerSchema(LedgerSchema.current().steps().subList(0, 1)))
                .close();
        assertThat(LedgerCheck.of(file()).sound()).isTrue();

        try (var limiter = open()) {
            spend(limiter, 100);
        }
        assertThat(LedgerCheck.of(file()).used()).isEqualTo(100);
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement made = connection.createStatement()) {
            made.execute(statement);
        }
    }
}
