package io.tokenward.proxy.limit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * An open ledger file. Used by one thread at a time.
 *
 * <p>Whoever writes holds a lock on a second file beside it, for as long as it runs: two proxies on one ledger would each
 * grant what is left. SQLite's own locks do not say that, they only order single writes. Readers need no lock.
 */
final class LedgerFile implements AutoCloseable {
    private static final String RESTORE = "restore a backup with: tokenward ledger restore";

    private final Path path;
    private final Connection connection;
    private final @Nullable FileChannel lock;

    private LedgerFile(Path path, Connection connection, @Nullable FileChannel lock) {
        this.path = path;
        this.connection = connection;
        this.lock = lock;
    }

    /** Opens for writing; makes the file and its directory if need be, and brings an older one up to date. */
    static LedgerFile open(Path path, Durability durability, LedgerSchema schema) throws LedgerProblem {
        FileChannel lock = lock(path);
        try {
            Connection connection = connect(path, durability);
            try {
                schema.migrate(connection, path);
                return new LedgerFile(path, connection, lock);
            } catch (SQLException | LedgerProblem failed) {
                closeQuietly(connection);
                throw failed;
            }
        } catch (SQLException failed) {
            closeQuietly(lock);
            throw problem(path, failed);
        } catch (LedgerProblem failed) {
            closeQuietly(lock);
            throw failed;
        }
    }

    /** Opens for reading, also while a proxy writes. */
    static LedgerFile read(Path path, LedgerSchema schema) throws LedgerProblem {
        return read(path, "jdbc:sqlite:" + path.toAbsolutePath(), schema);
    }

    /**
     * Looks whether it could be read, and leaves nothing beside it: SQLite would make two files there, and whoever looks may be
     * another user than the proxy, which could not open them then.
     */
    static void check(Path path, LedgerSchema schema) throws LedgerProblem {
        boolean inUse = Files.exists(path.resolveSibling(path.getFileName() + "-wal"));
        String url = "jdbc:sqlite:" + (inUse ? path.toAbsolutePath() : path.toUri() + "?immutable=1");
        read(path, url, schema).close();
    }

    private static LedgerFile read(Path path, String url, LedgerSchema schema) throws LedgerProblem {
        if (!Files.isRegularFile(path)) throw new LedgerProblem(path, "does not exist", "check the path");
        try {
            var config = new SQLiteConfig();
            config.setReadOnly(true);
            config.setBusyTimeout(10_000);
            Connection connection = connect(url, config);
            try {
                schema.requireReadable(connection, path);
                return new LedgerFile(path, connection, null);
            } catch (SQLException | LedgerProblem failed) {
                closeQuietly(connection);
                throw failed;
            }
        } catch (SQLException failed) {
            throw problem(path, failed);
        }
    }

    /** The lock of a writer; given back by closing it, or by the end of the process. */
    static FileChannel lock(Path path) throws LedgerProblem {
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = null;
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) Files.createDirectories(directory);
            channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) return channel;
        } catch (OverlappingFileLockException alreadyOurs) {
            // Two proxies in one process are two all the same.
        } catch (IOException failed) {
            closeQuietly(channel);
            throw new LedgerProblem(path, "cannot be opened (" + failed.getClass().getSimpleName() + ")",
                    "check the path and the permissions of its directory", failed);
        }
        closeQuietly(channel);
        throw new LedgerProblem(path, "is in use by another process",
                "stop that one first, or give each its own ledger");
    }

    Path path() {
        return path;
    }

    Connection connection() {
        return connection;
    }

    /** What went wrong with a file, in words. */
    static LedgerProblem problem(Path path, SQLException failed) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failed.getErrorCode() & 0xFF);
        return switch (code) {
            case SQLITE_NOTADB -> new LedgerProblem(path, "is no ledger, or its beginning is damaged", RESTORE, failed);
            case SQLITE_CORRUPT -> new LedgerProblem(path, "is damaged", RESTORE, failed);
            case SQLITE_FULL -> new LedgerProblem(path, "cannot be written, the disk is full", "make room", failed);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> new LedgerProblem(path, "cannot be opened",
                    "check the path and the permissions of the file and its directory", failed);
            default -> new LedgerProblem(path, "cannot be read or written (" + failed.getMessage() + ")",
                    "check the disk and the file", failed);
        };
    }

    /** What is said of a file whose history was changed. */
    static LedgerProblem damaged(Path path, LedgerHistory.Broken broken) {
        return new LedgerProblem(path, "is damaged (" + broken.getMessage() + ")", RESTORE, broken);
    }

    @Override
    public void close() {
        closeQuietly(connection);
        closeQuietly(lock);
    }

    private static Connection connect(Path path, Durability durability) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // NORMAL hands every commit to the operating system before it answers, which a killed process cannot take back.
        config.setSynchronous(switch (durability) {
            case PROCESS -> SQLiteConfig.SynchronousMode.NORMAL;
            case POWER -> SQLiteConfig.SynchronousMode.FULL;
        });
        config.setBusyTimeout(10_000);
        // Nobody asks which row was inserted; the driver would ask after each.
        config.setGetGeneratedKeys(false);
        return connect("jdbc:sqlite:" + path.toAbsolutePath(), config);
    }

    private static Connection connect(String url, SQLiteConfig config) throws SQLException {
        var source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source.getConnection();
    }

    private static void closeQuietly(@Nullable AutoCloseable open) {
        if (open == null) return;
        try {
            open.close();
        } catch (Exception nothingToBeDone) {
            // The data is committed or not by now; a failed close changes neither.
        }
    }
}
