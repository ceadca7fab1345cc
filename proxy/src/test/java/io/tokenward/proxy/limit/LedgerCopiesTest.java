package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks, backups and the way back. */
class LedgerCopiesTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Account account = Plans.account(Plans.quotas(1_000, 5_000, ZoneOffset.UTC));
    @TempDir
    private @Nullable Path directory;
    private int exchanges;

    private Path in(String name) {
        return requireNonNull(directory).resolve(name);
    }

    private DurableLimiter open() throws LedgerProblem {
        return DurableLimiter.open(in("ledger.db"), Durability.PROCESS, clock);
    }

    private void spend(Limiter limiter, long tokens) {
        Permit permit = granted(limiter.enter(account, "tw_" + exchanges++));
        granted(granted(limiter.reserve(permit, "any", tokens)).settle(tokens));
    }

    private static void change(Path ledger, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aBackupOfARunningLedgerComesBackAsItWas() throws Exception {
        try (var limiter = open()) {
            spend(limiter, 300);
            LedgerCheck check = LedgerCopies.backup(in("ledger.db"), in("backup.db"));
            assertThat(check.used()).isEqualTo(300);
            spend(limiter, 200);
        }

        Path former = LedgerCopies.restore(in("backup.db"), in("ledger.db"), clock).orElseThrow();

        try (var limiter = open()) {
            assertThat(limiter.balances(account).day().used()).isEqualTo(300);
        }
        assertThat(former).hasFileName("ledger.db.before-20261123T100000Z");
        assertThat(LedgerCheck.of(former).used()).isEqualTo(500);
    }

    @Test
    void aBackupReplacesNothing() throws Exception {
        open().close();
        Files.writeString(in("backup.db"), "precious");

        assertThatExceptionOfType(LedgerProblem.class)
                .isThrownBy(() -> LedgerCopies.backup(in("ledger.db"), in("backup.db")))
                .withMessageContaining("backup.db: exists");
        assertThat(in("backup.db")).hasContent("precious");
    }

    @Test
    void aLedgerInUseIsNotReplaced() throws Exception {
        try (var limiter = open()) {
            spend(limiter, 10);
            LedgerCopies.backup(in("ledger.db"), in("backup.db"));

            assertThatExceptionOfType(LedgerProblem.class)
                    .isThrownBy(() -> LedgerCopies.restore(in("backup.db"), in("ledger.db"), clock))
                    .withMessageContaining("is in use by another process");
        }
    }

    @Test
    void aBackupThatIsUnsoundIsNotRestored() throws Exception {
        try (var limiter = open()) {
            spend(limiter, 10);
        }
        LedgerCopies.backup(in("ledger.db"), in("backup.db"));
        change(in("backup.db"), "UPDATE balance SET used = 9");

        assertThatExceptionOfType(LedgerProblem.class)
                .isThrownBy(() -> LedgerCopies.restore(in("backup.db"), in("ledger.db"), clock))
                .withMessageContaining("is unsound");
        assertThat(LedgerCheck.of(in("ledger.db")).used()).isEqualTo(10);
    }

    @Test
    void aLedgerThatIsGoneComesBack() throws Exception {
        try (var limiter = open()) {
            spend(limiter, 10);
            LedgerCopies.backup(in("ledger.db"), in("backup.db"));
        }
        Files.delete(in("ledger.db"));

        assertThat(LedgerCopies.restore(in("backup.db"), in("ledger.db"), clock)).isEmpty();

        assertThat(LedgerCheck.of(in("ledger.db")).used()).isEqualTo(10);
    }

    @Test
    void aBalanceThatDoesNotFollowFromTheHistoryIsNamed() throws Exception {
        try (var limiter = open()) {
            spend(limiter, 10);
        }
        change(in("ledger.db"), "UPDATE balance SET used = 7 WHERE period = 'DAY'");
        change(in("ledger.db"), "DELETE FROM balance WHERE period = 'MONTH'");

        LedgerCheck check = LedgerCheck.of(in("ledger.db"));

        assertThat(check.sound()).isFalse();
        assertThat(check.faults()).containsExactlyInAnyOrder(
                "balance of tenant \"acme\" key \"\" plan \"starter\", DAY of 2026-11-23 00:00:00 UTC: says 7, the history says 10",
                "balance of tenant \"acme\" key \"\" plan \"starter\", MONTH of 2026-11-01 00:00:00 UTC: says 0, the history says 10");
    }

    @Test
    void anExchangeThatWasChargedTwiceIsNamed() throws Exception {
        try (var limiter = open()) {
            spend(limiter, 10);
            exchanges--;
            spend(limiter, 10);
        }

        assertThat(LedgerCheck.of(in("ledger.db")).faults()).containsExactly("exchange tw_0 was charged 2 times");
    }

    @Test
    void aLedgerThatDoesNotExistIsNamed() {
        assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> LedgerCheck.of(in("nothing.db")))
                .withMessageContaining("nothing.db: does not exist");
    }
}
