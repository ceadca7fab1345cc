package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
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
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer of a ledger does when its disk is full or slow. */
class LedgerWriterTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final ChargedTo TO = new ChargedTo(
            List.of(new Meter(new Owner("acme", "", "starter"), Unit.TOKENS)),
            QuotaPeriod.DAY.around(NOW, ZoneOffset.UTC), QuotaPeriod.MONTH.around(NOW, ZoneOffset.UTC));
    @TempDir
    private @Nullable Path directory;

    private Path path() {
        return requireNonNull(directory).resolve("ledger.db");
    }

    private LedgerFile file() throws LedgerProblem {
        return LedgerFile.open(path(), Durability.PROCESS, LedgerSchema.current());
    }

    private static LedgerWriter writer(LedgerFile file, int mostWaiting) throws Exception {
        var writer = new LedgerWriter(file, LedgerBook.open(file), mostWaiting);
        writer.start();
        return writer;
    }

    private static Reserved reserved(long number) {
        return new Reserved(number, "tw_" + number, TO, Charge.tokens(100), NOW);
    }

    private static void pragma(LedgerFile file, String pragma) throws SQLException {
        try (Statement statement = file.connection().createStatement()) {
            statement.execute("PRAGMA " + pragma);
        }
    }

    @Test
    void onAFullDiskGrantsAreRefusedAndEndingsAreWrittenWhenThereIsRoomAgain() throws Exception {
        LedgerFile file = file();
        Ended ended;
        CompletableFuture<Void> settled;
        try (LedgerWriter writer = writer(file, 100)) {
            Reserved first = reserved(1);
            granted(writer.append(first));
            pragma(file, "max_page_count = 1");
            long number = fill(writer);

            ended = new Ended(first, Ending.SETTLED, Charge.tokens(70), List.of(), NOW);
            settled = writer.append(ended, new CompletableFuture<>());
            assertThat(refused(writer.append(reserved(number + 1))).problem()).isEqualTo(Problem.STORE_DOWN);
            pragma(file, "max_page_count = 100000");

            granted(settled);
            granted(writer.append(reserved(number + 2)));
        }
        LedgerCheck check = LedgerCheck.of(path());
        assertThat(check.faults()).isEmpty();
        assertThat(check.used()).isEqualTo(70);
    }

    @Test
    void whatPassedOnAFullDiskIsWrittenInSeveralGroupsWhenThereIsRoomAgain() throws Exception {
        LedgerFile file = file();
        List<CompletableFuture<Void>> charged = new ArrayList<>();
        try (LedgerWriter writer = writer(file, 100)) {
            pragma(file, "max_page_count = 1");
            long number = fill(writer);
            assertThat(writer.problem()).contains("disk is full");

            for (long late = number + 1; late <= number + 3_000; late++)
                charged.add(writer.append(new LedgerEntry.Late(reserved(late), Charge.tokens(7), List.of(), NOW),
                        new CompletableFuture<>()));
            pragma(file, "max_page_count = 100000");

            for (CompletableFuture<Void> each : charged)
                granted(each);
            assertThat(writer.problem()).isEmpty();
        }
        LedgerCheck check = LedgerCheck.of(path());
        assertThat(check.faults()).isEmpty();
        assertThat(check.used()).isEqualTo(21_000);
    }

    /** The last page has room for a while. Answers the number of the reservation that found none. */
    private static long fill(LedgerWriter writer) {
        for (long number = 2; number < 10_000; number++)
            if (!Answers.passes(writer.append(reserved(number)))) return number;
        throw new AssertionError("the disk never was full");
    }

    @Test
    void reservationsThatFindTooManyWaitingAreRefusedAndTheOthersAreWrittenWhenTheDiskAnswers() throws Exception {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        try (LedgerWriter writer = writer(file(), 10);
                Connection slowDisk = DriverManager.getConnection("jdbc:sqlite:" + path());
                Statement statement = slowDisk.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (long number = 1; number <= 2_100; number++)
                answers.add(writer.append(reserved(number)));
            long refused = answers.stream().filter(CompletableFuture::isCompletedExceptionally).count();
            // The writer holds one group already, of whatever had arrived; ten more may wait.
            assertThat(refused).isPositive();
            statement.execute("COMMIT");

            long written = answers.stream().filter(Answers::passes).count();
            assertThat(written).isEqualTo(2_100 - refused);
            assertThat(LedgerCheck.of(path()).reservations()).isEqualTo(written);
        }
    }

    @Test
    void anEndingOfTheSameKindIsWrittenOnce() throws Exception {
        try (LedgerWriter writer = writer(file(), 10)) {
            Reserved reserved = reserved(1);
            granted(writer.append(reserved));
            granted(writer.append(new Ended(reserved, Ending.SETTLED, Charge.tokens(70), List.of(), NOW),
                    new CompletableFuture<>()));
            granted(writer.append(new Ended(reserved, Ending.SETTLED, Charge.tokens(70), List.of(), NOW),
                    new CompletableFuture<>()));
        }

        assertThat(LedgerCheck.of(path()).used()).isEqualTo(70);
        assertThat(LedgerCheck.of(path()).faults()).isEmpty();
    }

    @Test
    void theHistoryCannotBeChanged() throws Exception {
        try (LedgerWriter writer = writer(file(), 10)) {
            granted(writer.append(reserved(1)));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path());
                Statement statement = connection.createStatement()) {
            for (String change : List.of("UPDATE batch SET entries = zeroblob(9)", "DELETE FROM batch"))
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> statement.execute(change))
                        .hasMessageContaining("only ever added to");
        }
    }
}
