package io.tokenward.proxy.limit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a ledger file is sound: its pages, and every balance against the history that it follows from. Immutable.
 *
 * @param reservations in the history
 * @param open reservations without an ending: of requests that run now, or did when the proxy was killed
 * @param used weighted tokens charged, all owners and months together
 * @param faults one line each; empty for a sound ledger
 */
public record LedgerCheck(long reservations, long open, long used, List<String> faults) {
    /** Of many faults the first say enough. */
    private static final int MOST_FAULTS = 100;
    /** Version of the schema; backups of earlier ones are checked too. */
    private static final int FIRST_WITH_PACKS = 2;

    private static final String HISTORY = """
            SELECT r.tenant, r.key, r.plan, 'DAY' AS period, r.day_start AS start, r.day_end AS end, e.tokens
            FROM ending e JOIN reservation r ON r.number = e.reservation WHERE e.how = 1
            UNION ALL
            SELECT r.tenant, r.key, r.plan, 'MONTH', r.month_start, r.month_end, e.tokens
            FROM ending e JOIN reservation r ON r.number = e.reservation WHERE e.how = 1""";
    /** Both directions at once: a balance too few is as wrong as one too many. */
    private static final String DIFFERENCES = """
            SELECT tenant, key, plan, period, datetime(start, 'unixepoch'), sum(said), sum(counted) FROM (
              SELECT tenant, key, plan, period, start, end, used AS said, 0 AS counted FROM balance
              UNION ALL
              SELECT tenant, key, plan, period, start, end, 0, tokens FROM (%s))
            GROUP BY tenant, key, plan, period, start, end HAVING sum(said) <> sum(counted)""".formatted(HISTORY);
    private static final String ORPHANS = """
            SELECT reservation FROM ending WHERE NOT EXISTS (SELECT 1 FROM reservation WHERE number = ending.reservation)""";
    private static final String TWICE = """
            SELECT exchange, count(*) FROM reservation JOIN ending ON ending.reservation = number AND how = 1
            GROUP BY exchange HAVING count(*) > 1""";
    private static final String UNENDED = """
            SELECT count(*) FROM reservation
            WHERE NOT EXISTS (SELECT 1 FROM ending WHERE ending.reservation = number)""";
    private static final String PACKS = """
            SELECT pack, sum(said), sum(drawn) FROM (
              SELECT pack, used AS said, 0 AS drawn FROM pack_balance
              UNION ALL SELECT pack, 0, tokens FROM draw)
            GROUP BY pack HAVING sum(said) <> sum(drawn) OR NOT EXISTS (SELECT 1 FROM pack WHERE id = pack)""";
    private static final String OVERDRAWN = """
            SELECT reservation, sum(draw.tokens) AS drawn, ending.tokens FROM draw
            LEFT JOIN ending USING (reservation) WHERE how = 1 OR how IS NULL
            GROUP BY reservation HAVING ending.tokens IS NULL OR drawn > ending.tokens""";
    private static final String MISSED = """
            SELECT number FROM reservation WHERE number < (SELECT oldest_open FROM progress)
            AND NOT EXISTS (SELECT 1 FROM ending WHERE ending.reservation = number)""";

    public LedgerCheck {
        faults = List.copyOf(faults);
    }

    /**
     * Reads the whole file, also while a proxy writes it: what is seen is one moment of it.
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
            collect(statement, DIFFERENCES, faults, row -> "balance of tenant \"" + row.getString(1) + "\" key \""
                    + row.getString(2) + "\" plan \"" + row.getString(3) + "\", " + row.getString(4) + " of "
                    + row.getString(5) + " UTC: says " + row.getLong(6) + ", the history says " + row.getLong(7));
            if (number(statement, "PRAGMA user_version") >= FIRST_WITH_PACKS) packs(statement, faults);
            collect(statement, ORPHANS, faults, row -> "reservation " + row.getLong(1) + " ended and never began");
            collect(statement, TWICE, faults,
                    row -> "exchange " + row.getString(1) + " was charged " + row.getLong(2) + " times");
            collect(statement, MISSED, faults, row -> "reservation " + row.getLong(1) + " is open and was passed over");
            return new LedgerCheck(number(statement, "SELECT count(*) FROM reservation"), number(statement, UNENDED),
                    number(statement, "SELECT coalesce(sum(tokens), 0) FROM ending WHERE how = 1"), faults);
        }
    }

    private static void packs(Statement statement, List<String> faults) throws SQLException {
        collect(statement, PACKS, faults, row -> "pack " + row.getString(1) + ": its balance says " + row.getLong(2)
                + ", the history says " + row.getLong(3));
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
