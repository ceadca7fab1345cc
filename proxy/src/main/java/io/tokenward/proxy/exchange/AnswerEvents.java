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
    private int length;

    /** False where there is no room. */
    boolean add(byte[] more) {
        if (length + more.length > MOST) return false;
        if (length + more.length > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.max(length + more.length, bytes.length * 2));
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return true;
    }

    /** All that waits. */
    byte[] all() {
        byte[] all = Arrays.copyOf(bytes, length);
        length = 0;
        return all;
    }

    /** The next event with its empty line; at the {@code end} also what is left. */
    Optional<byte[]> next(boolean end) {
        int stop = boundary();
        if (stop < 0) return end && length > 0 ? Optional.of(all()) : Optional.empty();
        byte[] event = Arrays.copyOf(bytes, stop);
        System.arraycopy(bytes, stop, bytes, 0, length - stop);
        length -= stop;
        return Optional.of(event);
    }

    /** Behind the first empty line, or -1. */
    private int boundary() {
        int lineStart = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] != '\n' && bytes[at] != '\r') continue;
            // What a CR at the end of what has come belongs to is not known yet.
            if (bytes[at] == '\r' && at + 1 == length) return -1;
            int next = bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : at + 1;
            if (at == lineStart) return next;
            lineStart = next;
            at = next - 1;
        }
        return -1;
    }

    /** The data of an event: its data lines, joined; empty where it has none. */
    static byte[] data(byte[] event) {
        List<String> lines = new ArrayList<>();
        for (String line : new String(event, StandardCharsets.ISO_8859_1).split("\r\n|\n|\r", -1)) {
            if (line.equals("data")) lines.add("");
            if (line.startsWith("data:")) lines.add(line.substring(line.startsWith("data: ") ? 6 : 5));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The event with other data, and its other lines. */
    static byte[] withData(byte[] event, byte[] json) {
        var out = new StringBuilder();
        for (String line : new String(event, StandardCharsets.ISO_8859_1).split("\r\n|\n|\r", -1))
            if (!line.isEmpty() && !line.equals("data") && !line.startsWith("data:")) out.append(line).append('\n');
        String data = new String(json, StandardCharsets.ISO_8859_1).replaceAll("[\r\n]", " ");
        return out.append("data: ").append(data).append("\n\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
