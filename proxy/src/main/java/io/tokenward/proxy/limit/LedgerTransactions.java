package io.tokenward.proxy.limit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/** The transactions of a {@link LedgerBook} and the statements in them, prepared once. Used by one thread at a time. */
final class LedgerTransactions {
    /** What can be said in a transaction. */
    record Statements(PreparedStatement begin, PreparedStatement commit, PreparedStatement append,
            LedgerBalances balances, PackBook packs) {
        private static Statements of(Connection connection) throws SQLException {
            return new Statements(connection.prepareStatement("BEGIN IMMEDIATE"), connection.prepareStatement("COMMIT"),
                    connection.prepareStatement("INSERT INTO batch VALUES (?,?,?,?)"),
                    LedgerBalances.of(connection), PackBook.of(connection));
        }

        /** A row of the history. */
        void append(long batch, long next, byte[] lines, byte[] hash) throws SQLException {
            append.setLong(1, batch);
            append.setLong(2, next);
            append.setBytes(3, lines);
            append.setBytes(4, hash);
            append.executeUpdate();
        }

        private void close() throws SQLException {
            begin.close();
            commit.close();
            append.close();
            balances.close();
            packs.close();
        }
    }

    /** What a transaction does. */
    interface Work<T> {
        T in(Statements statements) throws SQLException;
    }

    private final Connection connection;
    private @Nullable Statements prepared;

    LedgerTransactions(Connection connection) {
        this.connection = connection;
    }

    /** All of it or, on failure, nothing. A commit that failed may have reached the file all the same. */
    <T> T run(Work<T> work) throws SQLException {
        try {
            Statements statements = prepared;
            if (statements == null) {
                statements = Statements.of(connection);
                prepared = statements;
            }
            statements.begin().execute();
            T result = work.in(statements);
            statements.commit().execute();
            return result;
        } catch (SQLException | RuntimeException failed) {
            rollBack(failed);
            throw failed;
        }
    }

    /** Nothing more will be run. */
    void close() throws SQLException {
        Statements statements = prepared;
        prepared = null;
        if (statements != null) statements.close();
    }

    /** The driver closes a statement that failed, so all are made anew. */
    private void rollBack(Exception cause) {
        try {
            close();
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
