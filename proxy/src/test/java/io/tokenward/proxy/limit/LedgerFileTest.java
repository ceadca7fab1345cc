package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are ledgers, who may open them, and what is said of the others. */
class LedgerFileTest {
    @TempDir
    private @Nullable Path directory;

    private Path path() {
        return requireNonNull(directory).resolve("ledger.db");
    }

    private static LedgerFile open(Path path) throws LedgerProblem {
        return LedgerFile.open(path, Durability.PROCESS, LedgerSchema.current());
    }

    @Test
    void aSecondWriterIsTurnedAwayAndMayComeWhenTheFirstHasGone() throws Exception {
        try (LedgerFile first = open(path())) {
            assertThat(first.path()).isEqualTo(path());
            assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> open(path()))
                    .withMessageContaining("ledger.db: is in use by another process; stop that one first");
            assertThat(LedgerCheck.of(path()).sound()).as("readers may").isTrue();
        }

        open(path()).close();
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAndLeftAlone() throws Exception {
        Files.writeString(path(), "tenants:\n  acme: {}\n".repeat(100));
        String before = Files.readString(path());

        assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> open(path()))
                .withMessageContaining("ledger.db: is no ledger, or its beginning is damaged; restore a backup");
        assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> LedgerCheck.of(path()))
                .withMessageContaining("is no ledger");
        assertThat(Files.readString(path())).isEqualTo(before);
    }

    @Test
    void aDatabaseOfSomethingElseIsLeftAlone() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + path());
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE songs (name TEXT)");
        }

        assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> open(path()))
                .withMessageContaining("is a database, but no ledger");
    }

    @Test
    void aLedgerOfANewerVersionIsLeftAlone() throws Exception {
        List<String> steps = new ArrayList<>(LedgerSchema.current().steps());
        steps.add("CREATE TABLE later (x INTEGER)");
        LedgerFile.open(path(), Durability.PROCESS, new LedgerSchema(steps)).close();

        assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> open(path()))
                .withMessageContaining("was written by a newer version (schema 4, known is 3)");
    }

    @Test
    void anOlderLedgerIsBroughtUpToDateWithAllItHolds() throws Exception {
        try (LedgerFile old = open(path()); Statement statement = old.connection().createStatement()) {
            statement.execute("INSERT INTO balance VALUES ('acme','','starter','DAY',1,2,33,0)");
        }
        List<String> steps = new ArrayList<>(LedgerSchema.current().steps());
        steps.add("ALTER TABLE balance ADD COLUMN note TEXT NOT NULL DEFAULT 'none'");

        try (LedgerFile now = LedgerFile.open(path(), Durability.PROCESS, new LedgerSchema(steps));
                Statement statement = now.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT used, note FROM balance")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(33);
            assertThat(row.getString(2)).isEqualTo("none");
        }
    }

    @Test
    void aMigrationThatFailsChangesNothing() throws Exception {
        open(path()).close();
        List<String> steps = new ArrayList<>(LedgerSchema.current().steps());
        steps.add("CREATE TABLE later (x INTEGER); INSERT INTO nowhere VALUES (1)");

        assertThatExceptionOfType(LedgerProblem.class)
                .isThrownBy(() -> LedgerFile.open(path(), Durability.PROCESS, new LedgerSchema(steps)));

        assertThat(LedgerCheck.of(path()).sound()).isTrue();
        open(path()).close();
    }

    @Test
    void aDamagedPageIsFoundByTheCheck() throws Exception {
        try (LedgerFile file = open(path()); var book = LedgerBook.open(file)) {
            assertThat(book.nextNumber()).isEqualTo(1);
        }
        try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("rubbish".repeat(400).getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                    4096);
        }

        try {
            assertThat(LedgerCheck.of(path()).sound()).isFalse();
        } catch (LedgerProblem tooDamagedToBeRead) {
            assertThat(tooDamagedToBeRead).hasMessageContaining("ledger.db").hasMessageContaining("is damaged");
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
        Path file = requireNonNull(directory).resolve("file");
        Files.writeString(file, "");

        assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> open(file.resolve("ledger.db")))
                .withMessageContaining("cannot be opened");
    }
}
