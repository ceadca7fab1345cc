package io.tokenward.proxy.limit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a ledger file and how older files get them. Immutable.
 *
 * <p>{@code batch} is the history: a row for each group of lines, in the form of {@link BatchLines}, and a hash that covers
 * the row before as well; triggers refuse to change or delete a row. {@code pack} is who got which pack, once. {@code balance}
 * and {@code pack_balance} follow from the history and are kept beside it, so that a start need not read a month; each says
 * {@code through} which batch it goes, and {@code progress} from which on some are behind, or a reservation may be open.
 * {@code reservation}, {@code ending} and {@code draw} are the history of ledgers of versions 1 and 2; nothing is added to
 * them. Instants are seconds since 1970 for periods, milliseconds for events.
 *
 * @param steps one for each version: step n makes version n + 1 of version n
 */
record LedgerSchema(List<String> steps) {
    /** "TWLG": tells a ledger from any other SQLite file. */
    static final int APPLICATION = 0x54574C47;

    private static final String FIRST = """
            CREATE TABLE reservation (
              number INTEGER PRIMARY KEY, exchange TEXT NOT NULL,
              tenant TEXT NOT NULL, key TEXT NOT NULL, plan TEXT NOT NULL,
              day_start INTEGER NOT NULL, day_end INTEGER NOT NULL,
              month_start INTEGER NOT NULL, month_end INTEGER NOT NULL,
              tokens INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
            CREATE TABLE ending (
              reservation INTEGER NOT NULL, how INTEGER NOT NULL CHECK (how BETWEEN 1 AND 3),
              tokens INTEGER NOT NULL CHECK (tokens >= 0), at INTEGER NOT NULL,
              PRIMARY KEY (reservation, how)) STRICT, WITHOUT ROWID;
            CREATE TABLE balance (
              tenant TEXT NOT NULL, key TEXT NOT NULL, plan TEXT NOT NULL,
              period TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, used INTEGER NOT NULL,
              PRIMARY KEY (tenant, key, plan, period, start, end)) STRICT, WITHOUT ROWID;
            CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), oldest_open INTEGER NOT NULL) STRICT;
            INSERT INTO progress VALUES (1, 1);
            CREATE TRIGGER reservation_stays_as_it_is BEFORE UPDATE ON reservation
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            CREATE TRIGGER reservation_stays BEFORE DELETE ON reservation
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            CREATE TRIGGER ending_stays_as_it_is BEFORE UPDATE ON ending
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            CREATE TRIGGER ending_stays BEFORE DELETE ON ending
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            """;

    private static final String PACKS = """
            CREATE TABLE pack (
              id TEXT PRIMARY KEY, tenant TEXT NOT NULL, key TEXT NOT NULL, plan TEXT NOT NULL,
              tokens INTEGER NOT NULL CHECK (tokens >= 0), starts INTEGER NOT NULL, expires INTEGER NOT NULL,
              priority INTEGER NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL, at INTEGER NOT NULL)
              STRICT, WITHOUT ROWID;
            CREATE TABLE draw (
              reservation INTEGER NOT NULL, pack TEXT NOT NULL, tokens INTEGER NOT NULL CHECK (tokens > 0),
              PRIMARY KEY (reservation, pack)) STRICT, WITHOUT ROWID;
            CREATE TABLE pack_balance (pack TEXT PRIMARY KEY, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TRIGGER pack_stays_as_it_is BEFORE UPDATE ON pack
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            CREATE TRIGGER pack_stays BEFORE DELETE ON pack
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            CREATE TRIGGER draw_stays_as_it_is BEFORE UPDATE ON draw
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            CREATE TRIGGER draw_stays BEFORE DELETE ON draw
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            """;

    private static final String BATCHES = """
            CREATE TABLE batch (
              number INTEGER PRIMARY KEY, next INTEGER NOT NULL, entries BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
            CREATE TRIGGER batch_stays_as_it_is BEFORE UPDATE ON batch
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            CREATE TRIGGER batch_stays BEFORE DELETE ON batch
              BEGIN SELECT RAISE(ABORT, 'the history is only ever added to'); END;
            ALTER TABLE balance ADD COLUMN through INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE pack_balance ADD COLUMN through INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE progress ADD COLUMN replay_from INTEGER NOT NULL DEFAULT 1;
            INSERT INTO ending SELECT number, 3, 0, unixepoch() * 1000 FROM reservation
              WHERE number >= (SELECT oldest_open FROM progress)
              AND NOT EXISTS (SELECT 1 FROM ending WHERE ending.reservation = number);
            UPDATE progress SET oldest_open = (SELECT coalesce(max(number), 0) + 1 FROM reservation);
            """;

    LedgerSchema {
        steps = List.copyOf(steps);
    }

    /** As this version of the program wants it. */
    static LedgerSchema current() {
        return new LedgerSchema(List.of(FIRST, PACKS, BATCHES));
    }

    int version() {
        return steps.size();
    }

    /** Whether the file holds nothing at all yet. */
    static boolean empty(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    }

    /** @throws LedgerProblem if this is no ledger, or one of a newer version */
    void requireReadable(Connection connection, Path file) throws SQLException, LedgerProblem {
        if (number(connection, "PRAGMA application_id") != APPLICATION) {
            throw new LedgerProblem(file, "is a database, but no ledger",
                    "name the ledger file, or one that does not exist yet");
        }
        long found = number(connection, "PRAGMA user_version");
        if (found > version()) {
            throw new LedgerProblem(file,
                    "was written by a newer version (schema " + found + ", known is " + version() + ")",
                    "run that version, or restore a backup made before");
        }
    }

    /** Brings a file up to date, all steps or none. */
    void migrate(Connection connection, Path file) throws SQLException, LedgerProblem {
        boolean empty = empty(connection);
        if (!empty) requireReadable(connection, file);
        long found = empty ? 0 : number(connection, "PRAGMA user_version");
        if (found == version()) return;
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                for (String step : steps.subList((int) found, version()))
                    statement.executeUpdate(step);
                statement.execute("PRAGMA application_id = " + APPLICATION);
                statement.execute("PRAGMA user_version = " + version());
                statement.execute("COMMIT");
            } catch (SQLException failed) {
                statement.execute("ROLLBACK");
                throw failed;
            }
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
