package io.tokenward.proxy.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bytes of an answer that wait to be screened, as a whole or event by event (WHATWG HTML, "Server-sent events"). Bounded. Not
 * thread-safe.
 */
final class AnswerEvents {
    /** What of an answer may wait at once. */
    static final int MOST = 4 << 20;

    private byte[] bytes = new byte[1024];
    /** What waits. */
    private int from;
    private int to;
    /** Where the line begins that has not come to its end. */
    private int line;
    /** What stands before was looked at: however small the pieces are that come, each byte is looked at once. */
    private int at;

    /** False where there is no room. */
    boolean add(byte[] more) {
        if (to - from + more.length > MOST) return false;
        if (to + more.length > bytes.length) makeRoom(more.length);
        System.arraycopy(more, 0, bytes, to, more.length);
        to += more.length;
        return true;
    }

    /** Half of the array is free afterwards, so that what waits is seldom moved. */
    private void makeRoom(int more) {
        int kept = to - from;
        byte[] room = kept + more <= bytes.length / 2 ? bytes : new byte[2 * (kept + more)];
        System.arraycopy(bytes, from, room, 0, kept);
        bytes = room;
        line -= from;
        at -= from;
        to = kept;
        from = 0;
    }

    /** All that waits. */
    byte[] all() {
        byte[] all = Arrays.copyOfRange(bytes, from, to);
        from = 0;
        to = 0;
        line = 0;
        at = 0;
        return all;
    }

    /** The next event with its empty line, without empty lines before it; at the {@code end} also what is left. */
    Optional<byte[]> next(boolean end) {
        int stop = boundary();
        if (stop < 0) return end && to > from ? Optional.of(all()) : Optional.empty();
        byte[] event = Arrays.copyOfRange(bytes, from, stop);
        from = stop;
        return Optional.of(event);
    }

    /** Behind the first empty line, or -1. */
    private int boundary() {
        while (at < to) {
            byte b = bytes[at];
            if (b != '\n' && b != '\r') {
                at++;
                continue;
            }
            // What a CR at the end of what has come belongs to is not known yet.
            if (b == '\r' && at + 1 == to) return -1;
            boolean empty = at == line;
            boolean leading = empty && line == from;
            at += b == '\r' && bytes[at + 1] == '\n' ? 2 : 1;
            line = at;
            if (leading) {
                from = at;
            } else if (empty) {
                return at;
            }
        }
        return -1;
    }

    /** The data of an event: its data lines, joined; empty where it has none. */
    static byte[] data(byte[] event) {
        List<String> data = new ArrayList<>();
        for (String line : lines(event)) {
            if (line.equals("data")) data.add("");
            if (line.startsWith("data:")) data.add(line.substring(line.startsWith("data: ") ? 6 : 5));
        }
        return String.join("\n", data).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The event as it came, but without the lines that are neither data nor {@link #harmless}; empty where nothing is left. */
    static byte[] screened(byte[] event) {
        List<String> kept = new ArrayList<>();
        boolean whole = true;
        for (String line : lines(event)) {
            if (line.isEmpty()) continue;
            boolean passes = isData(line) || harmless(line);
            if (passes) kept.add(line);
            whole &= passes;
        }
        return whole ? event : written(kept);
    }

    /** The event with other data, and its harmless lines. */
    static byte[] withData(byte[] event, byte[] json) {
        List<String> kept = new ArrayList<>();
        for (String line : lines(event))
            if (harmless(line)) kept.add(line);
        kept.add("data: " + new String(json, StandardCharsets.ISO_8859_1).replaceAll("[\r\n]", " "));
        return written(kept);
    }

    /**
     * Whether no reader takes a line for data: a field or comment in plain ASCII. Some readers end lines at more than CR and LF,
     * pass over a byte order mark, or read what is no event as JSON.
     */
    private static boolean harmless(String line) {
        boolean known = line.startsWith(":") || line.startsWith("event:") || line.startsWith("id:")
                || line.startsWith("retry:");
        return known && line.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7f);
    }

    private static boolean isData(String line) {
        return line.equals("data") || line.startsWith("data:");
    }

    private static String[] lines(byte[] event) {
        return new String(event, StandardCharsets.ISO_8859_1).split("\r\n|\n|\r", -1);
    }

    private static byte[] written(List<String> lines) {
        if (lines.isEmpty()) return new byte[0];
        return (String.join("\n", lines) + "\n\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
