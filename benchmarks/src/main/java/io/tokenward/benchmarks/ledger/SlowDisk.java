package io.tokenward.benchmarks.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes every group of a ledger wait, as a disk does that takes long: a second connection keeps SQLite's lock of writers for so
 * long before each of them.
 */
final class SlowDisk implements AutoCloseable {
    private final Connection connection;
    private final long nanos;
    private final Thread thread;
    private volatile boolean closing;

    private SlowDisk(Connection connection, int millis) {
        this.connection = connection;
        nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        thread = Thread.ofPlatform().name("slow-disk").daemon().unstarted(this::run);
    }

    static SlowDisk of(Path file, int millis) throws SQLException {
        var disk = new SlowDisk(DriverManager.getConnection("jdbc:sqlite:" + file), millis);
        disk.thread.start();
        return disk;
    }

    private void run() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            while (!closing) {
                statement.execute("BEGIN IMMEDIATE");
                LockSupport.parkNanos(nanos);
                statement.execute("ROLLBACK");
                long before = version(statement);
                while (!closing && version(statement) == before)
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        } catch (SQLException failed) {
            System.err.println("the slow disk failed: " + failed.getMessage());
        }
    }

    /** Another one after each group that the ledger has written. */
    private static long version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA data_version")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (SQLException alreadyClosed) {
            // Nothing was written through it.
        }
    }
}
