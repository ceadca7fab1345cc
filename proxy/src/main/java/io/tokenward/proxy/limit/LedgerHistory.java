package io.tokenward.proxy.limit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * The batches of a ledger file, as a chain: the hash of each covers its lines and the hash of the one before, so that a
 * batch that is changed, moved or taken out shows.
 */
final class LedgerHistory {
    private static final byte[] NONE = new byte[32];

    /**
     * The end of the chain.
     *
     * @param batch number of the last batch; 0 where there is none
     * @param next number that the next reservation gets
     */
    record End(long batch, long next, byte[] hash) {
        String hex() {
            return HexFormat.of().formatHex(hash);
        }
    }

    /** What is done with each batch. */
    interface Reader {
        void batch(long number, List<HistoryLine> lines) throws SQLException;
    }

    /** The chain is broken. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(long batch, String why) {
            super("batch " + batch + " of the history " + why);
        }
    }

    private LedgerHistory() {}

    /** @param legacyNext number that the next reservation gets where there is no batch yet */
    static End end(Connection connection, long legacyNext) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query
                        .executeQuery("SELECT number, next, hash FROM batch ORDER BY number DESC LIMIT 1")) {
            return row.next()
                    ? new End(row.getLong(1), row.getLong(2), row.getBytes(3))
                    : new End(0, legacyNext, NONE);
        }
    }

    /**
     * Reads batches in their order.
     *
     * @param from number of the first
     * @throws Broken at the first batch that is missing or does not follow from the one before
     */
    static void read(Connection connection, long from, Reader reader) throws SQLException, Broken {
        byte[] before = from <= 1 ? NONE : hash(connection, from - 1);
        long expected = from;
        try (PreparedStatement query = connection
                .prepareStatement("SELECT number, entries, hash FROM batch WHERE number >= ? ORDER BY number")) {
            query.setLong(1, from);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    long number = row.getLong(1);
                    if (number != expected++) throw new Broken(expected - 1, "is missing");
                    byte[] entries = row.getBytes(2);
                    byte[] hash = row.getBytes(3);
                    if (!MessageDigest.isEqual(hash, hash(before, number, entries)))
                        throw new Broken(number, "is not as it was written, or does not follow the one before");
                    reader.batch(number, lines(number, entries));
                    before = hash;
                }
            }
        }
    }

    /** The hash of a batch. */
    static byte[] hash(byte[] before, long number, byte[] entries) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
            return digest.digest(entries);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<HistoryLine> lines(long number, byte[] entries) throws Broken {
        try {
            return BatchReader.lines(entries);
        } catch (IllegalArgumentException unreadable) {
            throw new Broken(number, "cannot be read: " + unreadable.getMessage());
        }
    }

    private static byte[] hash(Connection connection, long number) throws SQLException, Broken {
        try (PreparedStatement query = connection.prepareStatement("SELECT hash FROM batch WHERE number = ?")) {
            query.setLong(1, number);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) return row.getBytes(1);
                throw new Broken(number, "is missing");
            }
        }
    }
}
