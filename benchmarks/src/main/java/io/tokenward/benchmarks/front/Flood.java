package io.tokenward.benchmarks.front;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A flood of HTTP/2 frames that are cheap to send.
 *
 * @param name for the table
 * @param first sent once, after preface and settings
 * @param frames what is sent again and again; the argument counts
 * @param most of them on one connection
 */
record Flood(String name, byte[] first, IntFunction<byte[]> frames, int most) {
    /** Where in a frame its type stands. */
    private static final int TYPE = 3;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;
    private static final byte[] NONE = {};

    /** Preface and empty settings. */
    static byte[] opening() {
        return joined("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                frame(SETTINGS, 0, 0, NONE));
    }

    private Flood(String name, byte[] first, IntFunction<byte[]> frames) {
        this(name, first, frames, Integer.MAX_VALUE);
    }

    /** No flood: connections come, say a word, and go. What stalls beside it is not the doing of floods. */
    static Flood none() {
        return new Flood("none", NONE, _ -> NONE, 1);
    }

    static List<Flood> all() {
        byte[] open = head(1, END_HEADERS);
        return List.of(
                new Flood("rapid reset", NONE,
                        i -> joined(head(1 + 2 * i, END_HEADERS), frame(RST_STREAM, 0, 1 + 2 * i, integer(8)))),
                new Flood("made you reset", NONE,
                        i -> joined(head(1 + 2 * i, END_HEADERS), frame(WINDOW_UPDATE, 0, 1 + 2 * i, integer(0)))),
                new Flood("CONTINUATION", head(1, 0), _ -> frame(CONTINUATION, 0, 1, new byte[]{0})),
                new Flood("SETTINGS", NONE, _ -> frame(SETTINGS, 0, 0, NONE)),
                new Flood("PING", NONE, _ -> frame(PING, 0, 0, new byte[8])),
                new Flood("WINDOW_UPDATE", NONE, _ -> frame(WINDOW_UPDATE, 0, 0, integer(1))),
                new Flood("DATA of nothing", open, _ -> frame(0, 0, 1, NONE)),
                new Flood("DATA in crumbs", open, _ -> frame(0, 0, 1, new byte[]{' '})),
                new Flood("streams without end", NONE, i -> head(1 + 2 * i, END_HEADERS)));
    }

    /** Whether each frame begins a request. */
    boolean opensStreams() {
        return frames.apply(0)[TYPE] == HEADERS;
    }

    private static byte[] head(int stream, int flags) {
        return frame(HEADERS, flags, stream, block(":method", "POST", ":scheme", "https", ":authority", "localhost",
                ":path", "/v1/chat/completions", "content-type", "application/json"));
    }

    private static byte[] block(String... fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            for (String text : List.of(fields[i], fields[i + 1])) {
                block.write(text.length());
                block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            }
        }
        return block.toByteArray();
    }

    private static byte[] integer(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts)
            all.writeBytes(part);
        return all.toByteArray();
    }
}
