package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Granted;
import io.tokenward.proxy.limit.LedgerEntry.Late;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import io.tokenward.proxy.limit.LedgerHistory.Broken;
import io.tokenward.proxy.limit.LedgerTransactions.Statements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An open ledger file: the history, one row for each group of entries, and the balances that follow from it. Used by one
 * thread at a time.
 */
final class LedgerBook implements AutoCloseable {
    /** A group on its way into the file. */
    private record Attempt(long batch, byte[] hash, List<LedgerEntry> accepted,
            Map<Balanced, Long> due) {}

    private final Connection connection;
    private final LedgerTransactions transactions;
    private final LedgerSums sums;
    private final OpenReservations open = new OpenReservations();
    private final BatchLines lines = new BatchLines();
    private final StandingEntries standing = new StandingEntries();
    private @Nullable Attempt doubtful;
    private LedgerHistory.End end;
    private long nextNumber;

    private LedgerBook(Connection connection, LedgerHistory.End end, LedgerSums sums) {
        this.sums = sums;
        this.connection = connection;
        transactions = new LedgerTransactions(connection);
        this.end = end;
        nextNumber = end.next();
    }

    /**
     * Reads what the balances of the file do not have yet.
     *
     * @throws LedgerProblem if the history was changed since
     */
    static LedgerBook open(LedgerFile file) throws SQLException, LedgerProblem {
        return open(file, LedgerSums.AGE);
    }

    /** @param age charges after which a balance is written */
    static LedgerBook open(LedgerFile file, long age) throws SQLException, LedgerProblem {
        return open(file.path(), file.connection(), age);
    }

    /** @param connection to that file */
    static LedgerBook open(Path file, Connection connection, long age) throws SQLException, LedgerProblem {
        var book = new LedgerBook(connection, LedgerHistory.end(connection,
                number(connection, "SELECT coalesce(max(number), 0) + 1 FROM reservation")),
                new LedgerSums(age));
        long from = number(connection, "SELECT replay_from FROM progress");
        Map<Balanced, Long> through = LedgerBalances.through(connection, from);
        var places = new SharedPlaces();
        try {
            LedgerHistory.read(connection, from, (batch, read) -> {
                for (HistoryLine line : read)
                    book.replay(places.in(line), batch, through);
            });
        } catch (Broken broken) {
            throw LedgerFile.damaged(file, broken);
        }
        return book;
    }

    /** The number after all that are in the history. */
    long nextNumber() {
        return nextNumber;
    }

    /** Everything or, on failure, nothing. What is repeated changes nothing. */
    void append(List<LedgerEntry> entries) throws SQLException {
        clearDoubt();
        List<LedgerEntry> all = standing.before(entries);
        Attempt done = transactions.run(statements -> {
            Attempt attempt = attempt(all, statements);
            if (!attempt.accepted().isEmpty()) insert(attempt, statements);
            return attempt;
        });
        // Not before: what is tried again must still be known.
        standing.forget(all);
        remember(done);
    }

    /** Ends what an earlier process left open: whoever could have settled it is gone. Answers how many there were. */
    int expireLeftOpen(Instant now) throws SQLException {
        List<LedgerEntry> left = open.all()
                .stream()
                .<LedgerEntry>map(each -> new Ended(each, Ending.EXPIRED, Charge.NOTHING, List.of(), now))
                .toList();
        if (!left.isEmpty()) append(left);
        open.forgetExpired();
        return left.size();
    }

    /** Packs that had not expired at {@code since}, with what was drawn from each. */
    Map<Pack, Long> packs(Instant since) throws SQLException {
        Map<Pack, Long> packs = PackBook.packs(connection, since);
        Map<Balanced, Long> unwritten = sums.all();
        packs.replaceAll((pack, used) -> Amounts.sum(used,
                unwritten.getOrDefault(new Balanced.Drawn(pack.id()), 0L)));
        return packs;
    }

    /** What was charged in periods that end after {@code now}. */
    EarlierUse charged(Instant now) throws SQLException {
        return LedgerBalances.charged(connection, now, sums);
    }

    /** Writes all balances, so that the next start has nothing to read. */
    @Override
    public void close() throws SQLException {
        Map<Balanced, Long> all = sums.all();
        transactions.run(statements -> {
            statements.balances().add(all, end.batch(), statements.packs());
            statements.balances().mark(open.oldest(end.batch() + 1));
            return all;
        });
        sums.written(all);
        transactions.close();
    }

    private Attempt attempt(List<LedgerEntry> entries, Statements statements) throws SQLException {
        var accepted = new ArrayList<LedgerEntry>(entries.size());
        Map<Long, Ending> here = new HashMap<>();
        lines.begin(entries.isEmpty() ? Instant.EPOCH : entries.getFirst().at());
        for (LedgerEntry entry : entries) {
            if (!standing.has(entry) && write(entry, statements, here)) accepted.add(entry);
        }
        return new Attempt(end.batch() + 1, new byte[0], accepted, sums.due());
    }

    /** Answers whether there was something to write. */
    private boolean write(LedgerEntry entry, Statements statements, Map<Long, Ending> endedHere)
            throws SQLException {
        return switch (entry) {
            case Reserved reserved -> {
                lines.reserved(reserved);
                yield true;
            }
            case Ended ended -> {
                long number = ended.reservation().number();
                Ending before = endedHere.get(number);
                // What expires and is settled after all may do both in one batch.
                boolean news = before == null
                        ? open.mayEnd(ended)
                        : before == Ending.EXPIRED && ended.how() == Ending.SETTLED;
                if (!news) yield false;
                endedHere.put(number, ended.how());
                end(ended.reservation(), ended.how(), ended.charge(), ended.draws(), ended.at());
                yield true;
            }
            case Late late -> {
                // There already where a commit that seemed to fail had reached the file.
                if (!open.knows(late.reservation().number())) lines.reserved(late.reservation());
                end(late.reservation(), Ending.SETTLED, late.charge(), late.draws(), late.at());
                yield true;
            }
            case Granted granted -> {
                statements.packs().grant(granted);
                if (granted.fresh().get()) lines.granted(granted.pack(), granted.at());
                yield granted.fresh().get();
            }
        };
    }

    private void end(Reserved reservation, Ending how, Charge charge, List<Draw> draws, Instant at) {
        lines.ended(reservation.number(), how, reservation.to(), charge, draws, at);
    }

    private void insert(Attempt attempt, Statements statements) throws SQLException {
        byte[] bytes = lines.bytes();
        byte[] hash = LedgerHistory.hash(end.hash(), attempt.batch(), bytes);
        doubtful = new Attempt(attempt.batch(), hash, attempt.accepted(), attempt.due());
        statements.append(attempt.batch(), next(attempt.accepted()), bytes, hash);
        if (attempt.due().isEmpty()) return;
        // As they were before this batch, which is not in them.
        statements.balances().add(attempt.due(), end.batch(), statements.packs());
        statements.balances().mark(open.oldest(sums.oldestBut(attempt.due(), attempt.batch())));
    }

    private long next(List<LedgerEntry> accepted) {
        long next = nextNumber;
        for (LedgerEntry entry : accepted)
            next = Math.max(next, entry.next());
        return next;
    }

    private void remember(Attempt attempt) {
        Attempt done = doubtful;
        doubtful = null;
        if (done == null || done.batch() != attempt.batch()) return;
        sums.written(done.due());
        sums.add(done.accepted(), done.batch());
        for (LedgerEntry entry : done.accepted())
            open.note(entry, done.batch());
        nextNumber = next(done.accepted());
        end = new LedgerHistory.End(done.batch(), nextNumber, done.hash());
    }

    /** A commit that failed may have reached the file all the same: it is looked for before anything else is written. */
    private void clearDoubt() throws SQLException {
        Attempt attempt = doubtful;
        if (attempt == null) return;
        LedgerHistory.End found = LedgerHistory.end(connection, nextNumber);
        if (found.batch() != attempt.batch()) {
            doubtful = null;
            return;
        }
        remember(attempt);
        standing.add(attempt.accepted());
    }

    private void replay(HistoryLine line, long batch, Map<Balanced, Long> through) {
        open.note(line, batch);
        if (!(line instanceof HistoryLine.Closed closed)) return;
        sums.add(closed.to(), closed.charge(), closed.draws(), batch, through);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
