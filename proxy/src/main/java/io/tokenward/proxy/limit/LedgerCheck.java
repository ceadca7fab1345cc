package io.tokenward.proxy.limit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a ledger file is sound: its pages, the chain of its history, and every balance against the history that it follows
 * from. Immutable.
 *
 * @param reservations in the history
 * @param open reservations without an ending: of requests that run now, or did when the proxy was killed
 * @param used weighted tokens charged, all owners and months together
 * @param lastHash of the last batch of the history, in hex: who notes it elsewhere sees later whether the end was cut off
 * @param faults one line each; empty for a sound ledger
 */
public record LedgerCheck(long reservations, long open, long used, String lastHash, List<String> faults) {
    /** Of many faults the first say enough. */
    private static final int MOST_FAULTS = 100;
    /** Versions of the schema; backups of earlier ones are checked too. */
    private static final int FIRST_WITH_PACKS = 2;
    private static final int FIRST_WITH_BATCHES = 3;

    /** Both directions at once: a balance too few is as wrong as one too many. */
    private static final String DIFFERENCES = """
            SELECT tenant, key, plan, period, datetime(start, 'unixepoch'), sum(said), sum(counted) FROM (
              SELECT tenant, key, plan, period, start, end, used AS said, 0 AS counted FROM balance
              UNION ALL
              SELECT c.tenant, c.key, c.plan, c.period, c.start, c.end, 0, c.amount FROM charged c
              LEFT JOIN reach r USING (tenant, key, plan, period, start, end)
              WHERE c.batch <= max(coalesce(r.through, 0), (SELECT batch FROM summed)))
            GROUP BY tenant, key, plan, period, start, end HAVING sum(said) <> sum(counted)""";
    private static final String ORPHANS = """
            SELECT reservation FROM closed WHERE NOT EXISTS (SELECT 1 FROM held WHERE number = closed.reservation)""";
    private static final String AGAIN = "SELECT number FROM held GROUP BY number HAVING count(*) > 1";
    private static final String TWICE = """
            SELECT exchange, count(*) FROM held JOIN closed ON closed.reservation = number AND how = 1
            GROUP BY exchange HAVING count(*) > 1""";
    private static final String UNENDED = """
            SELECT count(*) FROM held
            WHERE NOT EXISTS (SELECT 1 FROM closed WHERE closed.reservation = number)""";
    private static final String PACKS = """
            SELECT pack, sum(said), sum(drawn) FROM (
              SELECT pack, used AS said, 0 AS drawn FROM pack_balance
              UNION ALL SELECT d.pack, 0, d.tokens FROM drawn d LEFT JOIN pack_reach r USING (pack)
              WHERE d.batch <= max(coalesce(r.through, 0), (SELECT batch FROM summed)))
            GROUP BY pack HAVING sum(said) <> sum(drawn) OR NOT EXISTS (SELECT 1 FROM pack WHERE id = pack)""";
    private static final String GIVEN = """
            SELECT id FROM (SELECT * FROM given EXCEPT
              SELECT id, tenant, key, plan, tokens, starts, expires, priority, source, origin FROM pack)""";
    private static final String OVERDRAWN = """
            SELECT reservation, sum(drawn.tokens) AS took, closed.tokens FROM drawn
            LEFT JOIN closed USING (reservation) WHERE how = 1 OR how IS NULL
            GROUP BY reservation HAVING closed.tokens IS NULL OR took > closed.tokens""";
    private static final String MISSED = """
            SELECT number FROM held WHERE batch <= (SELECT batch FROM summed) AND batch > 0
            AND NOT EXISTS (SELECT 1 FROM closed WHERE closed.reservation = number)""";

    public LedgerCheck {
        faults = List.copyOf(faults);
    }

    /**
     * Reads the whole file, also while a proxy writes it: what is seen is one moment of it. Writes a copy of the history, some
     * 200 bytes for an exchange, into the directory for temporary files.
     *
     * @throws LedgerProblem if it cannot be read at all, or is damaged so far that nothing can be said
     */
    public static LedgerCheck of(Path file) throws LedgerProblem {
        try (LedgerFile open = LedgerFile.read(file, LedgerSchema.current())) {
            return of(open.connection());
        } catch (SQLException failed) {
            throw LedgerFile.problem(file, failed);
        }
    }

    /** Whether nothing is wrong. */
    public boolean sound() {
        return faults.isEmpty();
    }

    private static LedgerCheck of(Connection connection) throws SQLException {
        List<String> faults = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            collect(statement, "PRAGMA integrity_check(" + MOST_FAULTS + ")", faults, row -> {
                String line = row.getString(1);
                return "ok".equals(line) ? "" : "pages: " + line;
            });
            long version = number(statement, "PRAGMA user_version");
            try {
                UnfoldedHistory.of(connection, version);
            } catch (LedgerHistory.Broken broken) {
                faults.add(String.valueOf(broken.getMessage()));
            }
            collect(statement, DIFFERENCES, faults, row -> "balance of tenant \"" + row.getString(1) + "\" key \""
                    + row.getString(2) + "\" plan \"" + row.getString(3) + "\", " + row.getString(4) + " of "
                    + row.getString(5) + " UTC: says " + row.getLong(6) + ", the history says " + row.getLong(7));
            if (version >= FIRST_WITH_PACKS) packs(statement, faults);
            collect(statement, ORPHANS, faults, row -> "reservation " + row.getLong(1) + " ended and never began");
            collect(statement, AGAIN, faults, row -> "reservation " + row.getLong(1) + " began more than once");
            collect(statement, TWICE, faults,
                    row -> "exchange " + row.getString(1) + " was charged " + row.getLong(2) + " times");
            collect(statement, MISSED, faults, row -> "reservation " + row.getLong(1) + " is open and was passed over");
            return new LedgerCheck(number(statement, "SELECT count(*) FROM held"), number(statement, UNENDED),
                    number(statement, "SELECT coalesce(sum(tokens), 0) FROM closed WHERE how = 1"),
                    version >= FIRST_WITH_BATCHES ? LedgerHistory.end(connection, 0).hex() : "", faults);
        }
    }

    private static void packs(Statement statement, List<String> faults) throws SQLException {
        collect(statement, PACKS, faults, row -> "pack " + row.getString(1) + ": its balance says " + row.getLong(2)
                + ", the history says " + row.getLong(3));
        collect(statement, GIVEN, faults, row -> "pack " + row.getString(1) + " is not what was granted");
        collect(statement, OVERDRAWN, faults, row -> "reservation " + row.getLong(1) + " drew " + row.getLong(2)
                + " from packs and was charged " + row.getLong(3));
    }

    private interface Line {
        String of(ResultSet row) throws SQLException;
    }

    private static void collect(Statement statement, String query, List<String> faults, Line line) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next() && faults.size() < MOST_FAULTS) {
                String fault = line.of(row);
                if (!fault.isEmpty()) faults.add(fault);
            }
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
