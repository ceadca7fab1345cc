package io.tokenward.proxy.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The files of an audit log: {@code audit-0000000000000001.jsonl} after the number of its first line. One is begun for each day
 * (UTC) and after {@link #LARGEST} bytes; old ones are deleted. Used by one thread.
 */
class Segments implements AutoCloseable {
    static final String NAME = "audit-[0-9]{16}\\.jsonl";
    /** Bytes after which a new file is begun. */
    static final long LARGEST = 64L << 20;

    private final Path directory;
    private final Duration retain;
    private final FileChannel lockFile;
    private final FileLock lock;
    private @Nullable FileChannel current;
    private @Nullable Path file;
    private LocalDate day = LocalDate.MIN;
    private long size;
    /** Bytes of the current file that hold whole lines. */
    private long whole;

    /**
     * Opens the directory for one writer.
     *
     * @throws IOException if it cannot be written, or another process writes it
     */
    Segments(Path directory, Duration retain) throws IOException {
        this.directory = directory;
        this.retain = retain;
        Files.createDirectories(directory);
        lockFile = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        forOwner(directory.resolve("lock"));
        FileLock held;
        try {
            held = lockFile.tryLock();
        } catch (OverlappingFileLockException ours) {
            held = null;
        }
        if (held == null) {
            lockFile.close();
            throw new IOException("another proxy writes " + directory + "; give each its own audit.directory");
        }
        lock = held;
    }

    /** Where the chain ended. */
    record Tail(long seq, String hash, long torn) {}

    /**
     * Goes on behind the last whole line. What stands behind it, left by a crash, is moved to a file that ends in
     * {@code .torn}.
     *
     * @throws IOException if a file cannot be read or the last whole line is none of an audit log
     */
    Tail resume() throws IOException {
        List<Path> files = files(directory);
        if (files.isEmpty()) return new Tail(0, Line.NONE, 0);
        Path last = files.getLast();
        long torn = cutTorn(last);
        String line = lastLine(last);
        if (line.isEmpty()) {
            Files.delete(last);
            Tail before = resume();
            return new Tail(before.seq(), before.hash(), before.torn() + torn);
        }
        Line.Read read;
        try {
            read = Line.read(line);
        } catch (IllegalArgumentException broken) {
            throw new IOException(last + ": the last line is " + broken.getMessage()
                    + "; move the directory away to begin a new log", broken);
        }
        return new Tail(read.seq(), read.hash(), torn);
    }

    static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory))
            throw new IOException(directory + " is no directory; name the one that audit.directory names");
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().matches(NAME)).sorted().toList();
        }
    }

    private static long cutTorn(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            long kept = end;
            ByteBuffer one = ByteBuffer.allocate(1);
            while (kept > 0) {
                one.clear();
                channel.read(one, kept - 1);
                if (one.get(0) == '\n') break;
                kept--;
            }
            if (kept == end) return 0;
            ByteBuffer rest = ByteBuffer.allocate((int) Math.min(end - kept, LARGEST));
            channel.read(rest, kept);
            Path torn = file.resolveSibling(file.getFileName() + ".torn");
            Files.write(torn, rest.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            forOwner(torn);
            channel.truncate(kept);
            channel.force(true);
            return end - kept;
        }
    }

    private static void forOwner(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix"))
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String lastLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long end = channel.size();
            if (end == 0) return "";
            int span = (int) Math.min(end, 1 << 20);
            ByteBuffer tail = ByteBuffer.allocate(span);
            channel.read(tail, end - span);
            String text = new String(tail.array(), StandardCharsets.UTF_8);
            String trimmed = text.substring(0, text.length() - 1);
            return trimmed.substring(trimmed.lastIndexOf('\n') + 1);
        }
    }

    /** Makes the next lines go to a file that is neither of another day nor too large. */
    void roll(long nextSeq, Instant now) throws IOException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (current != null && today.equals(day) && size < LARGEST) return;
        closeCurrent();
        file = directory.resolve("audit-%016d.jsonl".formatted(nextSeq));
        current = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND,
                StandardOpenOption.WRITE);
        forOwner(file);
        day = today;
        size = whole = current.size();
        deleteOld(now);
    }

    /** Writes whole lines, all or none: what was written of them before a failure is cut off again. */
    void write(ByteBuffer lines) throws IOException {
        FileChannel channel = current;
        if (channel == null) throw new IOException("no segment");
        if (size != whole) {
            // Of an earlier attempt that failed midway; until it is off, nothing may stand behind it.
            channel.truncate(whole);
            size = whole;
        }
        while (lines.hasRemaining())
            size += channel.write(lines);
        whole = size;
    }

    void force() throws IOException {
        if (current != null) current.force(false);
    }

    private void deleteOld(Instant now) throws IOException {
        Instant before = now.minus(retain);
        for (Path old : files(directory)) {
            if (!old.equals(file) && Files.getLastModifiedTime(old).toInstant().isBefore(before)) Files.delete(old);
        }
    }

    private void closeCurrent() throws IOException {
        if (current == null) return;
        try (FileChannel ending = current) {
            ending.force(true);
        } finally {
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        try (lockFile; lock) {
            closeCurrent();
        }
    }
}
