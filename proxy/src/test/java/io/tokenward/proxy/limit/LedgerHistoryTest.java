package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history is a chain, from which every balance can be made anew. */
class LedgerHistoryTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Account account = Plans.account(Plans.quotas(1_000_000, 5_000_000, ZoneOffset.UTC));
    @TempDir
    private @Nullable Path directory;
    private int exchanges;

    private Path in(String name) {
        return requireNonNull(directory).resolve(name);
    }

    private DurableLimiter open(String name) throws LedgerProblem {
        return DurableLimiter.open(in(name), Durability.PROCESS, clock);
    }

    private void spend(Limiter limiter, int times) {
        spend(limiter, account, times);
    }

    private void spend(Limiter limiter, Account account, int times) {
        for (int i = 0; i < times; i++) {
            Permit permit = granted(limiter.enter(account, "tw_" + exchanges++));
            granted(granted(limiter.reserve(permit, "any", 10)).settle(10));
        }
    }

    private void sql(String name, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + in(name));
                Statement statement = connection.createStatement()) {
            for (String each : statements)
                statement.execute(each);
        }
    }

    private long number(String name, String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + in(name));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    /** As a process that is killed leaves it. */
    private void copy(String from, String to) throws Exception {
        Files.copy(in(from), in(to));
        Files.copy(in(from + "-wal"), in(to + "-wal"));
    }

    @Test
    void aBatchThatWasChangedIsNamedAndTheLedgerIsNotOpened() throws Exception {
        try (var limiter = open("ledger.db")) {
            spend(limiter, 5);
        }
        sql("ledger.db", "DROP TRIGGER batch_stays_as_it_is",
                "UPDATE batch SET entries = CAST(substr(hex(entries), 1) AS BLOB) WHERE number = 3",
                "UPDATE progress SET replay_from = 1");

        LedgerCheck check = LedgerCheck.of(in("ledger.db"));

        assertThat(check.faults())
                .contains("batch 3 of the history is not as it was written, or does not follow the one before");
        assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> open("ledger.db"))
                .withMessageContaining("ledger.db: is damaged (batch 3 of the history")
                .withMessageContaining("restore a backup");
    }

    @Test
    void aBatchThatWasTakenOutIsMissed() throws Exception {
        try (var limiter = open("ledger.db")) {
            spend(limiter, 5);
        }
        sql("ledger.db", "DROP TRIGGER batch_stays", "DELETE FROM batch WHERE number = 4");

        assertThat(LedgerCheck.of(in("ledger.db")).faults()).contains("batch 4 of the history is missing");
    }

    @Test
    void anEndThatWasCutOffContradictsTheBalancesAndTheHashThatWasNoted() throws Exception {
        try (var limiter = open("ledger.db")) {
            spend(limiter, 5);
        }
        String noted = LedgerCheck.of(in("ledger.db")).lastHash();
        sql("ledger.db", "DROP TRIGGER batch_stays",
                "DELETE FROM batch WHERE number > (SELECT max(number) - 2 FROM batch)");

        LedgerCheck check = LedgerCheck.of(in("ledger.db"));

        assertThat(check.faults()).anyMatch(fault -> fault.contains("says 50, the history says"));
        assertThat(check.lastHash()).hasSize(64).isNotEqualTo(noted);
    }

    @Test
    void balancesThatAKilledProcessDidNotWriteAreMadeAnewFromTheHistory() throws Exception {
        try (var limiter = open("ledger.db")) {
            spend(limiter, 7);
            copy("ledger.db", "killed.db");
        }
        assertThat(number("killed.db", "SELECT count(*) FROM balance")).as("none is due yet").isZero();
        assertThat(LedgerCheck.of(in("killed.db")).faults()).isEmpty();

        try (var limiter = open("killed.db")) {
            assertThat(limiter.balances(account).month().used()).isEqualTo(70);
            spend(limiter, 1);
            assertThat(limiter.balances(account).month().used()).isEqualTo(80);
        }
        assertThat(number("killed.db", "SELECT used FROM balance WHERE period = 'MONTH'")).isEqualTo(80);
        assertThat(LedgerCheck.of(in("killed.db")).faults()).isEmpty();
    }

    @Test
    void balancesAreWrittenNowAndThenAndAStartReadsOnlyWhatCameAfter() throws Exception {
        int times = 3_000;
        int age = 2_000;
        try (var limiter = DurableLimiter.open(in("ledger.db"), Durability.PROCESS, clock, LedgerWriter.MOST_WAITING,
                age)) {
            spend(limiter, times);
            copy("ledger.db", "killed.db");
        }
        long replayed = number("killed.db", "SELECT replay_from FROM progress");
        assertThat(replayed).isGreaterThan(age);
        assertThat(number("killed.db", "SELECT used FROM balance WHERE period = 'DAY'")).isBetween(10L, times * 10L);
        // What comes before is not looked at.
        sql("killed.db", "DROP TRIGGER batch_stays", "DELETE FROM batch WHERE number < " + (replayed - 1));

        try (var limiter = open("killed.db")) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(times * 10L);
        }
    }

    @Test
    void aBalanceThatIsWrittenWhileAnotherIsNotDueIsNotCountedAgainFromTheHistory() throws Exception {
        Account late = new Account("key-2", "late", account.plan());
        int age = 10;
        try (var limiter = DurableLimiter.open(in("ledger.db"), Durability.PROCESS, clock, LedgerWriter.MOST_WAITING,
                age)) {
            spend(limiter, account, 4);
            // Its first charge is younger, so it is due later; batches from there on are read again.
            spend(limiter, late, 3);
            spend(limiter, account, 6);
            copy("ledger.db", "killed.db");
        }
        assertThat(number("killed.db", "SELECT count(DISTINCT tenant) FROM balance")).as("one of two").isEqualTo(1);
        assertThat(number("killed.db", "SELECT (SELECT max(through) FROM balance) - replay_from FROM progress"))
                .as("what is read again is in part in a balance")
                .isPositive();

        try (var limiter = open("killed.db")) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(100);
            assertThat(limiter.balances(late).day().used()).isEqualTo(30);
        }
        assertThat(LedgerCheck.of(in("killed.db")).faults()).isEmpty();
    }

    @Test
    void aLedgerOfTheVersionBeforeBatchesGoesOnWhereItWas() throws Exception {
        var old = new LedgerSchema(LedgerSchema.current().steps().subList(0, 2));
        LedgerFile.open(in("ledger.db"), Durability.PROCESS, old).close();
        Window day = QuotaPeriod.DAY.around(clock.instant(), ZoneOffset.UTC);
        Window month = QuotaPeriod.MONTH.around(clock.instant(), ZoneOffset.UTC);
        String windows = "," + day.start().getEpochSecond() + "," + day.end().getEpochSecond() + ","
                + month.start().getEpochSecond() + "," + month.end().getEpochSecond() + ",";
        String of = "'acme','','starter'";
        sql("ledger.db", "INSERT INTO reservation VALUES (1,'tw_a'," + of + windows + "50,0)",
                "INSERT INTO reservation VALUES (2,'tw_b'," + of + windows + "90,0)",
                "INSERT INTO ending VALUES (1,1,40,0)",
                "INSERT INTO balance VALUES (" + of + ",'DAY'," + day.start().getEpochSecond() + ","
                        + day.end().getEpochSecond() + ",40)",
                "INSERT INTO balance VALUES (" + of + ",'MONTH'," + month.start().getEpochSecond() + ","
                        + month.end().getEpochSecond() + ",40)");
        assertThat(LedgerCheck.of(in("ledger.db"))).isEqualTo(new LedgerCheck(2, 1, 40, "", java.util.List.of()));

        try (var limiter = open("ledger.db")) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(40);
            assertThat(limiter.balances(account).day().reserved()).isZero();
            spend(limiter, 3);
        }

        LedgerCheck check = LedgerCheck.of(in("ledger.db"));
        assertThat(check.faults()).isEmpty();
        assertThat(check.used()).isEqualTo(70);
        assertThat(check.reservations()).isEqualTo(5);
        assertThat(check.open()).isZero();
    }
}
