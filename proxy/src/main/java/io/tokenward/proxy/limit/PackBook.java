package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Granted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The statements that concern packs, inside the transactions of a {@link LedgerBook}. Used by one thread at a time. */
record PackBook(PreparedStatement grant, PreparedStatement charge) {
    private static final String GRANT = "INSERT INTO pack VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING";
    private static final String CHARGE = """
            INSERT INTO pack_balance VALUES (?,?,?)
            ON CONFLICT DO UPDATE SET used = used + excluded.used, through = excluded.through""";
    private static final String PACKS = """
            SELECT id, tenant, key, plan, tokens, starts, expires, priority, source, origin, coalesce(used, 0)
            FROM pack LEFT JOIN pack_balance ON pack = id WHERE expires > ?""";

    static PackBook of(Connection connection) throws SQLException {
        return new PackBook(connection.prepareStatement(GRANT), connection.prepareStatement(CHARGE));
    }

    void grant(Granted granted) throws SQLException {
        Pack pack = granted.pack();
        grant.setString(1, pack.id());
        grant.setString(2, pack.tenant());
        grant.setString(3, pack.key());
        grant.setString(4, pack.plan());
        grant.setLong(5, pack.tokens());
        grant.setLong(6, pack.starts().getEpochSecond());
        grant.setLong(7, pack.expires().getEpochSecond());
        grant.setInt(8, pack.priority());
        grant.setString(9, pack.source());
        grant.setString(10, pack.origin());
        grant.setLong(11, granted.at().toEpochMilli());
        granted.fresh().set(grant.executeUpdate() > 0);
    }

    /** So much more was drawn from a pack, in batches up to that one. */
    void charge(String pack, long tokens, long through) throws SQLException {
        charge.setString(1, pack);
        charge.setLong(2, tokens);
        charge.setLong(3, through);
        charge.executeUpdate();
    }

    /** Packs that had not expired at {@code since}, with what was drawn from each. */
    static Map<Pack, Long> packs(Connection connection, Instant since) throws SQLException {
        Map<Pack, Long> packs = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(PACKS)) {
            query.setLong(1, since.getEpochSecond());
            try (ResultSet row = query.executeQuery()) {
                while (row.next())
                    packs.put(pack(row), row.getLong(11));
            }
        }
        return packs;
    }

    private static Pack pack(ResultSet row) throws SQLException {
        return new Pack(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5),
                Instant.ofEpochSecond(row.getLong(6)), Instant.ofEpochSecond(row.getLong(7)), row.getInt(8),
                row.getString(9), row.getString(10));
    }

    void close() throws SQLException {
        grant.close();
        charge.close();
    }
}
