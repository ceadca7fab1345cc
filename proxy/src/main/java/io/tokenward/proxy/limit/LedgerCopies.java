package io.tokenward.proxy.limit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Backups of a ledger, and the way back. Nothing that exists is overwritten. */
public final class LedgerCopies {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    private LedgerCopies() {}

    /**
     * Writes a copy of one moment of a ledger, also while a proxy writes it. The copy is checked before it has its name.
     *
     * @return what the check of the copy says
     * @throws LedgerProblem if the target exists, or the ledger or the copy is unsound
     */
    public static LedgerCheck backup(Path ledger, Path target) throws LedgerProblem {
        requireAbsent(target);
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            try (LedgerFile open = LedgerFile.read(ledger, LedgerSchema.current());
                    PreparedStatement copy = open.connection().prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, unfinished.toAbsolutePath().toString());
                copy.execute();
            }
            LedgerCheck check = requireSound(unfinished);
            sync(unfinished);
            Files.move(unfinished, target);
            return check;
        } catch (SQLException failed) {
            throw LedgerFile.problem(ledger, failed);
        } catch (IOException failed) {
            throw problem(target, failed);
        }
    }

    /**
     * Puts a backup in the place of a ledger that no proxy uses. What was there is kept beside it.
     *
     * @return where the former ledger is now; empty if there was none
     * @throws LedgerProblem if the backup is unsound or a proxy runs on the ledger; nothing has changed then
     */
    public static Optional<Path> restore(Path backup, Path ledger, Clock clock) throws LedgerProblem {
        requireSound(backup);
        try (FileChannel lock = LedgerFile.lock(ledger)) {
            Path incoming = ledger.resolveSibling(ledger.getFileName() + ".incoming");
            Files.copy(backup, incoming, StandardCopyOption.REPLACE_EXISTING);
            requireSound(incoming);
            sync(incoming);
            Optional<Path> former = putAside(ledger, STAMP.format(clock.instant()));
            Files.move(incoming, ledger);
            return former;
        } catch (IOException failed) {
            throw problem(ledger, failed);
        }
    }

    /** The log goes with its file: beside another one it would be read as that one's. */
    private static Optional<Path> putAside(Path ledger, String stamp) throws IOException {
        Path aside = ledger.resolveSibling(ledger.getFileName() + ".before-" + stamp);
        requireAbsent(aside);
        boolean existed = Files.exists(ledger);
        if (existed) Files.move(ledger, aside);
        Path log = ledger.resolveSibling(ledger.getFileName() + "-wal");
        if (Files.exists(log)) Files.move(log, aside.resolveSibling(aside.getFileName() + "-wal"));
        Files.deleteIfExists(ledger.resolveSibling(ledger.getFileName() + "-shm"));
        return existed ? Optional.of(aside) : Optional.empty();
    }

    private static LedgerCheck requireSound(Path file) throws LedgerProblem {
        LedgerCheck check = LedgerCheck.of(file);
        if (check.sound()) return check;
        throw new LedgerProblem(file, "is unsound (" + check.faults().getFirst() + ")",
                "see all of it with: tokenward ledger verify");
    }

    private static void requireAbsent(Path target) throws LedgerProblem {
        if (Files.exists(target)) throw new LedgerProblem(target, "exists", "name a file that does not exist yet");
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static LedgerProblem problem(Path file, IOException failed) {
        if (failed instanceof LedgerProblem known) return known;
        if (failed instanceof FileAlreadyExistsException)
            return new LedgerProblem(file, "exists", "name a file that does not exist yet", failed);
        return new LedgerProblem(file, "cannot be written (" + failed.getClass().getSimpleName() + ")",
                "check the disk, the path and its permissions", failed);
    }
}
