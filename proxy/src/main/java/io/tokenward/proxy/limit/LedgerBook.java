package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Granted;
import io.tokenward.proxy.limit.LedgerEntry.Late;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** The statements of an open ledger file. Used by one thread at a time. */
final class LedgerBook implements AutoCloseable {
    private record Prepared(Statement transaction, PreparedStatement reserve, PreparedStatement end,
            PreparedStatement charge, PreparedStatement progress, PackBook packs) {
        static Prepared of(Connection connection) throws SQLException {
            return new Prepared(connection.createStatement(), connection.prepareStatement(RESERVE),
                    connection.prepareStatement(END), connection.prepareStatement(CHARGE),
                    connection.prepareStatement("UPDATE progress SET oldest_open = ?"), PackBook.of(connection));
        }

        void close() throws SQLException {
            transaction.close();
            reserve.close();
            end.close();
            charge.close();
            progress.close();
            packs.close();
        }
    }

    private record Account(Owner owner, QuotaPeriod period, Window window) {}

    /** A page more for every group is dear; so many lines more to read at a start are not. */
    private static final int MARK_EVERY = 1_000;
    private static final String RESERVE = "INSERT INTO reservation VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING";
    private static final String END = "INSERT INTO ending VALUES (?,?,?,?) ON CONFLICT DO NOTHING";
    private static final String CHARGE = """
            INSERT INTO balance VALUES (?,?,?,?,?,?,?)
            ON CONFLICT DO UPDATE SET used = used + excluded.used""";
    private static final String OPEN = """
            SELECT number FROM reservation WHERE number >= (SELECT oldest_open FROM progress)
            AND NOT EXISTS (SELECT 1 FROM ending WHERE ending.reservation = number)""";

    private final Connection connection;
    private @Nullable Prepared prepared;
    private final TreeSet<Long> open = new TreeSet<>();
    private long nextNumber;
    /** Which reservation {@code progress} says is the oldest open one; 0 where nobody has looked. */
    private long marked;

    LedgerBook(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT coalesce(max(number), 0) + 1 FROM reservation")) {
            nextNumber = row.getLong(1);
        }
    }

    /** The number after all that are in the history. */
    long nextNumber() {
        return nextNumber;
    }

    /** Everything or, on failure, nothing. A repeated ending of the same kind changes nothing. */
    void append(List<? extends LedgerEntry> entries) throws SQLException {
        try {
            Prepared statements = begin();
            Map<Account, Long> charges = new HashMap<>();
            for (LedgerEntry entry : entries) {
                switch (entry) {
                    case Reserved reserved -> insert(statements.reserve(), reserved);
                    case Ended ended -> {
                        if (insert(statements.end(), ended)) {
                            add(charges, ended.reservation(), ended.tokens());
                            statements.packs().draw(ended.reservation().number(), ended.draws());
                        }
                    }
                    case Late late -> {
                        // Of a group that failed nobody knows for sure that none of it was written: repeating is harmless.
                        insert(statements.reserve(), late.reservation());
                        if (insertEnding(statements.end(), late.reservation().number(), Ending.SETTLED, late.tokens(),
                                late.at())) {
                            add(charges, late.reservation(), late.tokens());
                            statements.packs().draw(late.reservation().number(), late.draws());
                        }
                    }
                    case Granted granted -> statements.packs().grant(granted);
                }
            }
            for (Map.Entry<Account, Long> sum : charges.entrySet())
                charge(statements.charge(), sum.getKey(), sum.getValue());
            // As it was before these entries: too low a mark costs a few lines of reading, too high a one a reservation.
            long oldest = open.isEmpty() ? nextNumber : open.getFirst();
            boolean moves = oldest - marked >= MARK_EVERY;
            if (moves) mark(statements.progress(), oldest);
            statements.transaction().execute("COMMIT");
            if (moves) marked = oldest;
        } catch (SQLException failed) {
            rollBack(failed);
            throw failed;
        }
        for (LedgerEntry entry : entries)
            remember(entry);
    }

    /** Ends what an earlier process left open: whoever could have settled it is gone. Answers how many there were. */
    int expireLeftOpen(Instant now) throws SQLException {
        List<Long> left = new ArrayList<>();
        try (Statement query = connection.createStatement(); ResultSet row = query.executeQuery(OPEN)) {
            while (row.next())
                left.add(row.getLong(1));
        }
        try {
            Prepared statements = begin();
            for (long number : left)
                insertEnding(statements.end(), number, Ending.EXPIRED, 0, now);
            mark(statements.progress(), nextNumber);
            statements.transaction().execute("COMMIT");
            marked = nextNumber;
        } catch (SQLException failed) {
            rollBack(failed);
            throw failed;
        }
        return left.size();
    }

    /** Packs that had not expired at {@code since}, with what was drawn from each. */
    Map<Pack, Long> packs(Instant since) throws SQLException {
        return PackBook.packs(connection, since);
    }

    /** What was charged in periods that end after {@code now}. */
    EarlierUse charged(Instant now) throws SQLException {
        Map<Owner, List<EarlierUse.Charged>> byOwner = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT tenant, key, plan, period, start, end, used FROM balance WHERE end > ?")) {
            query.setLong(1, now.getEpochSecond());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    var owner = new Owner(row.getString(1), row.getString(2), row.getString(3));
                    var window = new Window(Instant.ofEpochSecond(row.getLong(5)),
                            Instant.ofEpochSecond(row.getLong(6)));
                    byOwner.computeIfAbsent(owner, o -> new ArrayList<>())
                            .add(new EarlierUse.Charged(QuotaPeriod.valueOf(row.getString(4)), window, row.getLong(7)));
                }
            }
        }
        return new EarlierUse(byOwner);
    }

    @Override
    public void close() throws SQLException {
        Prepared statements = prepared;
        if (statements != null) statements.close();
    }

    private static void insert(PreparedStatement reserve, Reserved reserved) throws SQLException {
        reserve.setLong(1, reserved.number());
        reserve.setString(2, reserved.exchange());
        reserve.setString(3, reserved.owner().tenant());
        reserve.setString(4, reserved.owner().keyId());
        reserve.setString(5, reserved.owner().plan());
        reserve.setLong(6, reserved.day().start().getEpochSecond());
        reserve.setLong(7, reserved.day().end().getEpochSecond());
        reserve.setLong(8, reserved.month().start().getEpochSecond());
        reserve.setLong(9, reserved.month().end().getEpochSecond());
        reserve.setLong(10, reserved.tokens());
        reserve.setLong(11, reserved.at().toEpochMilli());
        reserve.executeUpdate();
    }

    private static boolean insert(PreparedStatement end, Ended ended) throws SQLException {
        return insertEnding(end, ended.reservation().number(), ended.how(), ended.tokens(), ended.at());
    }

    private static boolean insertEnding(PreparedStatement end, long reservation, Ending how, long tokens, Instant at)
            throws SQLException {
        end.setLong(1, reservation);
        end.setInt(2, how.code());
        end.setLong(3, tokens);
        end.setLong(4, at.toEpochMilli());
        return end.executeUpdate() > 0;
    }

    private static void add(Map<Account, Long> charges, Reserved reservation, long tokens) {
        if (tokens == 0) return;
        for (QuotaPeriod period : QuotaPeriod.values()) {
            var account = new Account(reservation.owner(), period, reservation.in(period));
            charges.merge(account, tokens, Amounts::sum);
        }
    }

    private static void charge(PreparedStatement charge, Account account, long tokens) throws SQLException {
        charge.setString(1, account.owner().tenant());
        charge.setString(2, account.owner().keyId());
        charge.setString(3, account.owner().plan());
        charge.setString(4, account.period().name());
        charge.setLong(5, account.window().start().getEpochSecond());
        charge.setLong(6, account.window().end().getEpochSecond());
        charge.setLong(7, tokens);
        charge.executeUpdate();
    }

    private static void mark(PreparedStatement progress, long oldest) throws SQLException {
        progress.setLong(1, oldest);
        progress.executeUpdate();
    }

    private void remember(LedgerEntry entry) {
        switch (entry) {
            case Reserved reserved -> {
                open.add(reserved.number());
                nextNumber = Math.max(nextNumber, reserved.number() + 1);
            }
            case Granted granted -> {}
            case Ended ended -> open.remove(ended.reservation().number());
            case Late late -> nextNumber = Math.max(nextNumber, late.reservation().number() + 1);
        }
    }

    private Prepared begin() throws SQLException {
        Prepared statements = prepared;
        if (statements == null) {
            statements = Prepared.of(connection);
            prepared = statements;
        }
        statements.transaction().execute("BEGIN IMMEDIATE");
        return statements;
    }

    /** The driver closes a statement that failed, so all are made anew. */
    private void rollBack(SQLException cause) {
        Prepared statements = prepared;
        if (statements == null) return;
        prepared = null;
        try {
            statements.close();
        } catch (SQLException second) {
            cause.addSuppressed(second);
        }
        try (Statement transaction = connection.createStatement()) {
            transaction.execute("ROLLBACK");
        } catch (SQLException alreadyDone) {
            // After some errors, a full disk among them, SQLite has rolled back by itself.
            cause.addSuppressed(alreadyDone);
        }
    }
}
