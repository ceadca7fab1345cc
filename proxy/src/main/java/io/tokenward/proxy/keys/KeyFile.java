package io.tokenward.proxy.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The append-only file of records. What {@link #append} returned from is on disk; what a crash left unfinished at the end
 * was never acknowledged and counts as not written.
 */
final class KeyFile {
    /** A record of a hundred models has 4 KB; a file this size is a million keys or no key file. */
    private static final long MAX_BYTES = 512L << 20;

    private final Path file;
    private final RecordLine line;

    KeyFile(Path file, Pepper pepper) {
        this.file = file;
        line = new RecordLine(file, pepper);
    }

    /** What tells one state of the file from another; sizes only grow while records are appended. */
    record Stamp(long size, long modifiedNanos) {
        static final Stamp MISSING = new Stamp(-1, 0);
    }

    /** The records in force at a stamp, by id in the order of creation. */
    record Snapshot(Map<String, KeyRecord> byId, Stamp stamp) {
        Snapshot with(KeyRecord record, Stamp stamp) {
            Map<String, KeyRecord> next = new LinkedHashMap<>(byId);
            next.put(record.id(), record);
            return new Snapshot(next, stamp);
        }
    }

    /** Work that must not meet another writer, in this process or any other. */
    interface Exclusive<T> {
        T run(FileChannel channel) throws IOException;
    }

    Path path() {
        return file;
    }

    Stamp stamp() throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) throw KeyStoreProblem.in(file, "is a directory", "name a file in it");
            return new Stamp(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        } catch (NoSuchFileException _) {
            return Stamp.MISSING;
        }
    }

    Snapshot read() throws IOException {
        // The stamp comes first: what is appended while reading makes the next stamp another one.
        Stamp stamp = stamp();
        if (stamp.equals(Stamp.MISSING)) return new Snapshot(Map.of(), stamp);
        if (stamp.size() > MAX_BYTES) {
            throw KeyStoreProblem.in(file, "larger than " + MAX_BYTES + " bytes", "check that it is the right file");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Map<String, KeyRecord> byId = new LinkedHashMap<>();
        int number = 1;
        for (int start = 0; start < text.length(); number++) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                lastRecord(utf8(text, start, text.length()), number).ifPresent(last -> byId.put(last.id(), last));
                break;
            }
            String content = utf8(text, start, end);
            if (!content.isBlank()) {
                KeyRecord record = line.read(content, number);
                byId.put(record.id(), record);
            }
            start = end + 1;
        }
        return new Snapshot(byId, stamp);
    }

    /**
     * A last line without its end is a write in progress, or cut off by a crash, or somebody's editor dropped the line end;
     * its seal tells whether it is whole.
     */
    private Optional<KeyRecord> lastRecord(String content, int number) {
        try {
            return Optional.of(line.read(content, number));
        } catch (KeyStoreProblem _) {
            return Optional.empty();
        }
    }

    /** Lines are found in bytes and decoded one by one: a bad byte then spoils its own line and names it. */
    private static String utf8(String latin1, int start, int end) {
        return new String(latin1.substring(start, end).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    <T> T exclusively(Exclusive<T> work) throws IOException {
        // File locks do not keep threads of one process apart, the monitor does.
        synchronized (KeyFile.class) {
            OwnerOnly.directoriesOf(file);
            var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.file(file)); var _ = channel.lock()) {
                return work.run(channel);
            }
        }
    }

    /** Puts the record at the end, on disk when this returns. Only within {@link #exclusively}. */
    void append(FileChannel channel, KeyRecord record) throws IOException {
        long end = endOfLastWholeLine(channel);
        ByteBuffer tail = ByteBuffer.allocate(Math.toIntExact(channel.size() - end));
        channel.read(tail, end);
        boolean whole = lastRecord(new String(tail.array(), StandardCharsets.UTF_8), 0).isPresent();
        if (!whole) channel.truncate(end);
        String text = (whole ? "\n" : "") + line.write(record) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        channel.position(channel.size());
        while (bytes.hasRemaining())
            channel.write(bytes);
        channel.force(true);
        if (end == 0) forceDirectory();
    }

    /** A new file is only as durable as its name. Some systems cannot open a directory and need no such thing. */
    private void forceDirectory() {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) return;
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException _) {
            // the record itself is on disk
        }
    }

    private static long endOfLastWholeLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') return end;
        }
        return 0;
    }
}
