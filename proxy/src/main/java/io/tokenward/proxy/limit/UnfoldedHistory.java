package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.HistoryLine.Closed;
import io.tokenward.proxy.limit.HistoryLine.Given;
import io.tokenward.proxy.limit.HistoryLine.Held;
import io.tokenward.proxy.limit.LedgerHistory.Broken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole history of a ledger, line by line in temporary tables, so that it can be asked: {@code held}, {@code closed},
 * {@code charged}, {@code drawn}, {@code given}; {@code reach} says through which batch a balance goes, {@code summed} through
 * which one all of them do. Lines of before there were batches are in batch 0. Used by one thread at a time.
 */
final class UnfoldedHistory implements AutoCloseable {
    private static final int FIRST_WITH_PACKS = 2;
    private static final int FIRST_WITH_BATCHES = 3;
    /** Rows handed to the driver at once. */
    private static final int GROUP = 10_000;
    private static final String COUNTED = "tenant TEXT, key TEXT, plan TEXT, period TEXT, start INTEGER, end INTEGER";
    private static final List<String> TABLES = List.of(
            "CREATE TEMP TABLE held (number INTEGER, exchange TEXT, batch INTEGER)",
            "CREATE TEMP TABLE closed (reservation INTEGER, how INTEGER, tokens INTEGER, batch INTEGER)",
            "CREATE TEMP TABLE charged (" + COUNTED + ", amount INTEGER, batch INTEGER)",
            "CREATE TEMP TABLE drawn (reservation INTEGER, pack TEXT, tokens INTEGER, batch INTEGER)",
            "CREATE TEMP TABLE given (id TEXT, tenant TEXT, key TEXT, plan TEXT, tokens INTEGER, starts INTEGER,"
                    + " expires INTEGER, priority INTEGER, source TEXT, origin TEXT)",
            "CREATE TEMP TABLE reach (" + COUNTED + ", through INTEGER)",
            "CREATE TEMP TABLE pack_reach (pack TEXT, through INTEGER)",
            "CREATE TEMP TABLE summed (batch INTEGER)",
            "INSERT INTO held SELECT number, exchange, 0 FROM main.reservation",
            "INSERT INTO closed SELECT reservation, how, tokens, 0 FROM main.ending",
            "INSERT INTO charged SELECT r.tenant, r.key, r.plan, 'DAY', r.day_start, r.day_end, e.tokens, 0"
                    + " FROM main.ending e JOIN main.reservation r ON r.number = e.reservation WHERE e.how = 1",
            "INSERT INTO charged SELECT r.tenant, r.key, r.plan, 'MONTH', r.month_start, r.month_end, e.tokens, 0"
                    + " FROM main.ending e JOIN main.reservation r ON r.number = e.reservation WHERE e.how = 1");
    private static final String EARLIER_DRAWS = "INSERT INTO drawn SELECT reservation, pack, tokens, 0 FROM main.draw";
    private static final List<String> REACH = List.of(
            "INSERT INTO reach SELECT tenant, key, plan, period, start, end, through FROM main.balance",
            "INSERT INTO pack_reach SELECT pack, through FROM main.pack_balance",
            "INSERT INTO summed SELECT replay_from - 1 FROM main.progress");
    private static final List<String> INDEXES = List.of("CREATE INDEX temp.held_number ON held (number)",
            "CREATE INDEX temp.closed_reservation ON closed (reservation)",
            "CREATE INDEX temp.reach_of ON reach (tenant, key, plan, period, start, end)",
            "CREATE INDEX temp.pack_reach_of ON pack_reach (pack)");

    private final List<PreparedStatement> all = new ArrayList<>();
    private final PreparedStatement held;
    private final PreparedStatement closed;
    private final PreparedStatement charged;
    private final PreparedStatement drawn;
    private final PreparedStatement given;
    private int waiting;

    private UnfoldedHistory(Connection connection) throws SQLException {
        held = prepare(connection, "INSERT INTO held VALUES (?,?,?)");
        closed = prepare(connection, "INSERT INTO closed VALUES (?,?,?,?)");
        charged = prepare(connection, "INSERT INTO charged VALUES (?,?,?,?,?,?,?,?)");
        drawn = prepare(connection, "INSERT INTO drawn VALUES (?,?,?,?)");
        given = prepare(connection, "INSERT INTO given VALUES (?,?,?,?,?,?,?,?,?,?)");
    }

    /**
     * Makes the tables for as long as the connection is open, in its transaction.
     *
     * @throws Broken at the first batch that does not follow from the one before; the tables hold those before it then
     */
    static void of(Connection connection, long version) throws SQLException, Broken {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES)
                statement.execute(table);
            if (version >= FIRST_WITH_PACKS) statement.execute(EARLIER_DRAWS);
            if (version >= FIRST_WITH_BATCHES) {
                for (String reach : REACH)
                    statement.execute(reach);
            } else {
                statement.execute("INSERT INTO summed VALUES (0)");
            }
            try (var unfolded = new UnfoldedHistory(connection)) {
                if (version >= FIRST_WITH_BATCHES) LedgerHistory.read(connection, 1, unfolded::batch);
                unfolded.write();
            } finally {
                for (String index : INDEXES)
                    statement.execute(index);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement each : all)
            each.close();
    }

    private PreparedStatement prepare(Connection connection, String insert) throws SQLException {
        PreparedStatement made = connection.prepareStatement(insert);
        all.add(made);
        return made;
    }

    private void batch(long batch, List<HistoryLine> lines) throws SQLException {
        for (HistoryLine line : lines) {
            switch (line) {
                case Held one -> add(held, one.number(), one.exchange(), batch);
                case Closed one -> closed(batch, one);
                case Given one -> given(one.pack());
            }
        }
        if (waiting > GROUP) write();
    }

    private void closed(long batch, Closed line) throws SQLException {
        add(closed, line.number(), line.how().code(), line.charge().tokens(), batch);
        for (Draw draw : line.draws())
            add(drawn, line.number(), draw.pack(), draw.tokens(), batch);
        for (Meter meter : line.to().meters()) {
            long amount = line.charge().of(meter.unit());
            if (amount == 0) continue;
            for (QuotaPeriod period : QuotaPeriod.values()) {
                Owner owner = meter.owner();
                Window window = line.to().in(period);
                add(charged, owner.tenant(), owner.keyId(), owner.plan(), LedgerBalances.name(meter.unit(), period),
                        window.start().getEpochSecond(), window.end().getEpochSecond(), amount, batch);
            }
        }
    }

    private void given(Pack pack) throws SQLException {
        add(given, pack.id(), pack.tenant(), pack.key(), pack.plan(), pack.tokens(), pack.starts().getEpochSecond(),
                pack.expires().getEpochSecond(), pack.priority(), pack.source(), pack.origin());
    }

    private void add(PreparedStatement insert, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++)
            insert.setObject(i + 1, values[i]);
        insert.addBatch();
        waiting++;
    }

    private void write() throws SQLException {
        for (PreparedStatement each : all)
            each.executeBatch();
        waiting = 0;
    }
}
