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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
    /** Characters of lines that are written together: an import is large. */
    private static final int AT_ONCE = 1 << 20;

    private final Path file;
    private final RecordLine line;

    KeyFile(Path file, Pepper pepper, Optional<Pepper> former) {
        this.file = file;
        line = new RecordLine(file, pepper, former);
    }

    /** What tells one state of the file from another; sizes only grow while records are appended. */
    record Stamp(long size, long modifiedNanos) {
        static final Stamp MISSING = new Stamp(-1, 0);
    }

    /**
     * The records in force at a stamp.
     *
     * @param byId in the order of creation
     * @param former ids of those that are hashed under the pepper before this one
     */
    record Snapshot(Map<String, KeyRecord> byId, Set<String> former, Stamp stamp) {
        /** Those after the lines were appended. */
        Snapshot with(List<Line> lines, Stamp stamp) {
            Map<String, KeyRecord> next = new LinkedHashMap<>(byId);
            Set<String> others = former.isEmpty() ? former : new HashSet<>(former);
            for (Line line : lines) {
                next.put(line.record().id(), line.record());
                if (!line.old()) others.remove(line.record().id());
            }
            return new Snapshot(next, others, stamp);
        }
    }

    /**
     * A record on its way into the file.
     *
     * @param old whether its key is hashed under the former pepper
     * @param renewed whether this takes the key over from it
     */
    record Line(KeyRecord record, boolean old, boolean renewed) {
        static Line renewing(KeyRecord record) {
            return new Line(record, false, true);
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
        if (stamp.equals(Stamp.MISSING)) return new Snapshot(Map.of(), Set.of(), stamp);
        if (stamp.size() > MAX_BYTES) {
            throw KeyStoreProblem.in(file, "larger than " + MAX_BYTES + " bytes", "check that it is the right file");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Map<String, KeyRecord> byId = new LinkedHashMap<>();
        Set<String> former = new HashSet<>();
        Map<String, KeyStoreProblem> unsealed = new LinkedHashMap<>();
        int number = 1;
        for (int start = 0; start < text.length(); number++) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                lastRecord(utf8(text, start, text.length()), number)
                        .ifPresent(last -> put(last, byId, former, unsealed));
                break;
            }
            String content = utf8(text, start, end);
            if (!content.isBlank()) {
                put(line.read(content, number), byId, former, unsealed);
            }
            start = end + 1;
        }
        for (KeyStoreProblem first : unsealed.values())
            throw first;
        return new Snapshot(byId, former, stamp);
    }

    /**
     * The last line of an id holds. Lines before one that took the key over from a pepper of the past need not be sealed under
     * one that is known.
     */
    private static void put(RecordLine.Read read, Map<String, KeyRecord> byId, Set<String> former,
            Map<String, KeyStoreProblem> unsealed) {
        String id = read.record().id();
        if (read.unsealed().isPresent()) {
            unsealed.putIfAbsent(id, read.unsealed().get());
            return;
        }
        if (read.renewed()) unsealed.remove(id);
        byId.put(id, read.record());
        if (read.former()) {
            former.add(id);
        } else {
            former.remove(id);
        }
    }

    /**
     * A last line without its end is a write in progress, or cut off by a crash, or somebody's editor dropped the line end;
     * its seal tells whether it is whole.
     */
    private Optional<RecordLine.Read> lastRecord(String content, int number) {
        try {
            return Optional.of(line.read(content, number)).filter(read -> read.unsealed().isEmpty());
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

    /**
     * Puts the records at the end, on disk together when this returns; none of them if it throws. Only within
     * {@link #exclusively}.
     */
    void append(FileChannel channel, List<Line> records) throws IOException {
        long end = endOfLastWholeLine(channel);
        ByteBuffer tail = ByteBuffer.allocate(Math.toIntExact(channel.size() - end));
        channel.read(tail, end);
        boolean whole = lastRecord(new String(tail.array(), StandardCharsets.UTF_8), 0).isPresent();
        if (!whole) channel.truncate(end);
        long before = channel.size();
        channel.position(before);
        try {
            if (whole) write(channel, "\n");
            write(channel, records);
            channel.force(true);
        } catch (IOException | RuntimeException failed) {
            try {
                channel.truncate(before);
            } catch (IOException second) {
                failed.addSuppressed(second);
            }
            throw failed;
        }
        if (end == 0) forceDirectory();
    }

    private void write(FileChannel channel, List<Line> records) throws IOException {
        var text = new StringBuilder();
        for (Line each : records) {
            text.append(line.write(each.record(), each.old(), each.renewed())).append('\n');
            if (text.length() < AT_ONCE) continue;
            write(channel, text.toString());
            text.setLength(0);
        }
        write(channel, text.toString());
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining())
            channel.write(bytes);
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
