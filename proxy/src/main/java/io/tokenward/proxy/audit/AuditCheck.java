package io.tokenward.proxy.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of reading an audit log from end to end.
 *
 * @param lines that were read
 * @param first number of the first line; above 1 where retention has deleted what was before
 * @param last number of the last line
 * @param hash of the last line: who has noted it elsewhere can prove that nothing before it was changed
 * @param faults what is wrong, each with file and line; empty where the log is sound
 */
public record AuditCheck(long lines, long first, long last, String hash, List<String> faults) {
    private static final int MOST_FAULTS = 100;

    public AuditCheck {
        faults = List.copyOf(faults);
    }

    /** Whether every line is as it was written, and none is missing between the first and the last. */
    public boolean sound() {
        return faults.isEmpty();
    }

    /**
     * Reads all segments of a directory. A proxy may go on writing meanwhile: an unfinished line at the very end is no fault.
     *
     * @throws IOException if a file cannot be read
     */
    public static AuditCheck of(Path directory) throws IOException {
        var reading = new Reading();
        List<Path> files = Segments.files(directory);
        if (files.isEmpty()) throw new IOException(directory + " holds no audit log");
        for (Path file : files)
            reading.file(file, file.equals(files.getLast()));
        return new AuditCheck(reading.lines, reading.first, reading.seq, reading.hash, reading.faults);
    }

    private static final class Reading {
        private final List<String> faults = new ArrayList<>();
        private long lines;
        private long first;
        private long seq;
        private String hash = Line.NONE;

        private void file(Path file, boolean isLast) throws IOException {
            boolean complete = endsInLineBreak(file);
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                int number = 0;
                String line = reader.readLine();
                while (line != null && faults.size() < MOST_FAULTS) {
                    number++;
                    String next = reader.readLine();
                    boolean unfinished = next == null && !complete;
                    if (!unfinished) line(file + ":" + number, line);
                    else if (!isLast) faults.add(file + ":" + number + ": the line is cut off");
                    line = next;
                }
            }
        }

        /** Lines are told apart by their bytes, so that one which is no UTF-8 has a number too. */
        private static String utf8(String bytes) throws CharacterCodingException {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        }

        private void line(String place, String text) {
            Line.Read line;
            try {
                line = Line.read(utf8(text));
            } catch (CharacterCodingException broken) {
                faults.add(place + ": not UTF-8");
                return;
            } catch (IllegalArgumentException broken) {
                faults.add(place + ": " + broken.getMessage());
                return;
            }
            lines++;
            boolean begins = first == 0;
            if (begins) first = line.seq();
            if (!line.sound()) faults.add(place + ": line " + line.seq() + " was changed: its hash is another");
            else if (!begins && line.seq() != seq + 1)
                faults.add(
                        place + ": line " + line.seq() + " follows line " + seq + ": lines are missing or were moved");
            else if (!begins && !line.prev().equals(hash))
                faults.add(place + ": line " + line.seq() + " does not follow from the line before it");
            else if (begins && line.seq() == 1 && !line.prev().equals(Line.NONE))
                faults.add(place + ": the first line names one before it");
            seq = line.seq();
            hash = line.hash();
        }

        private static boolean endsInLineBreak(Path file) throws IOException {
            try (var channel = java.nio.channels.FileChannel.open(file)) {
                if (channel.size() == 0) return true;
                var last = ByteBuffer.allocate(1);
                channel.read(last, channel.size() - 1);
                return last.get(0) == '\n';
            }
        }
    }
}
