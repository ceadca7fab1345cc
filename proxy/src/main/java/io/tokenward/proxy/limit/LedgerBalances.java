package io.tokenward.proxy.limit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The balances in a ledger file. Each says up to which batch of the history it goes. Used by one thread at a time, inside the
 * transactions of a {@link LedgerBook}.
 */
record LedgerBalances(PreparedStatement add, PreparedStatement mark) {
    private static final String ADD = """
            INSERT INTO balance VALUES (?,?,?,?,?,?,?,?)
            ON CONFLICT DO UPDATE SET used = used + excluded.used, through = excluded.through""";
    private static final String MONEY = "MONEY_";

    static LedgerBalances of(Connection connection) throws SQLException {
        return new LedgerBalances(connection.prepareStatement(ADD),
                connection.prepareStatement("UPDATE progress SET replay_from = ?"));
    }

    /** Adds sums of batches up to that one. */
    void add(Map<Balanced, Long> sums, long through, PackBook packs) throws SQLException {
        for (Map.Entry<Balanced, Long> sum : sums.entrySet()) {
            switch (sum.getKey()) {
                case Balanced.Counted counted -> add(counted, sum.getValue(), through);
                case Balanced.Drawn(String pack) -> packs.charge(pack, sum.getValue(), through);
            }
        }
    }

    /** From that batch on something may be open, or not in every balance. */
    void mark(long batch) throws SQLException {
        mark.setLong(1, batch);
        mark.executeUpdate();
    }

    void close() throws SQLException {
        add.close();
        mark.close();
    }

    /** How far balances go that have something of that batch or a later one. */
    static Map<Balanced, Long> through(Connection connection, long batch) throws SQLException {
        Map<Balanced, Long> through = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT tenant, key, plan, period, start, end, through FROM balance WHERE through >= ?")) {
            query.setLong(1, batch);
            try (ResultSet row = query.executeQuery()) {
                while (row.next())
                    through.put(counted(row), row.getLong(7));
            }
        }
        try (PreparedStatement query = connection
                .prepareStatement("SELECT pack, through FROM pack_balance WHERE through >= ?")) {
            query.setLong(1, batch);
            try (ResultSet row = query.executeQuery()) {
                while (row.next())
                    through.put(new Balanced.Drawn(row.getString(1)), row.getLong(2));
            }
        }
        return through;
    }

    /** What was charged in periods that end after {@code now}. */
    static EarlierUse charged(Connection connection, Instant now, LedgerSums unwritten) throws SQLException {
        Map<Balanced.Counted, Long> found = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT tenant, key, plan, period, start, end, used FROM balance WHERE end > ?")) {
            query.setLong(1, now.getEpochSecond());
            try (ResultSet row = query.executeQuery()) {
                while (row.next())
                    found.put(counted(row), row.getLong(7));
            }
        }
        unwritten.all().forEach((of, amount) -> {
            if (of instanceof Balanced.Counted counted && counted.window().end().isAfter(now))
                found.merge(counted, amount, Amounts::sum);
        });
        Map<Meter, List<EarlierUse.Charged>> byMeter = new HashMap<>();
        found.forEach((of, used) -> byMeter.computeIfAbsent(of.meter(), m -> new ArrayList<>())
                .add(new EarlierUse.Charged(of.period(), of.window(), used)));
        return new EarlierUse(byMeter);
    }

    /** A period as the file names it: the unit stands before it, tokens excepted. */
    static String name(Unit unit, QuotaPeriod period) {
        return switch (unit) {
            case TOKENS -> period.name();
            case MONEY -> MONEY + period.name();
        };
    }

    private void add(Balanced.Counted of, long amount, long through) throws SQLException {
        add.setString(1, of.meter().owner().tenant());
        add.setString(2, of.meter().owner().keyId());
        add.setString(3, of.meter().owner().plan());
        add.setString(4, name(of.meter().unit(), of.period()));
        add.setLong(5, of.window().start().getEpochSecond());
        add.setLong(6, of.window().end().getEpochSecond());
        add.setLong(7, amount);
        add.setLong(8, through);
        add.executeUpdate();
    }

    private static Balanced.Counted counted(ResultSet row) throws SQLException {
        String name = row.getString(4);
        boolean money = name.startsWith(MONEY);
        var owner = new Owner(row.getString(1), row.getString(2), row.getString(3));
        return new Balanced.Counted(new Meter(owner, money ? Unit.MONEY : Unit.TOKENS),
                QuotaPeriod.valueOf(money ? name.substring(MONEY.length()) : name),
                new Window(Instant.ofEpochSecond(row.getLong(5)), Instant.ofEpochSecond(row.getLong(6))));
    }
}
