package io.tokenward.proxy.http2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

import javax.net.ssl.SSLSocket;

/** A client of HTTP/2 that says exactly what it is told to, right or wrong, and shows what came back. */
final class Peer implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int PRIORITIZED = 0x20;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /** A frame that came. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean ends() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** The error code of RST_STREAM and GOAWAY. */
        int code() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        @Override
        public String toString() {
            String name = type < 10 ? NAMES[type] : "type " + type;
            return name + (type == GOAWAY || type == RST_STREAM ? " " + Code.values()[code()] : "") + " on stream "
                    + stream + ", flags " + flags + ", " + payload.length + " bytes";
        }
    }

    private static final String[] NAMES = {"DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE",
            "PING", "GOAWAY", "WINDOW_UPDATE", "CONTINUATION"};

    private final SSLSocket socket;
    private final DataInputStream in;
    private final String key;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    Peer(SSLSocket socket, String key) throws IOException {
        this.socket = socket;
        this.key = key;
        in = new DataInputStream(socket.getInputStream());
    }

    /** Preface and settings, and those of the server acknowledged. */
    Peer open(byte[]... settings) throws IOException {
        raw(PREFACE.getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, joined(settings));
        flush();
        read(frame -> frame.type() == SETTINGS && (frame.flags() & ACK) == 0);
        frame(SETTINGS, ACK, 0, new byte[0]);
        return this;
    }

    /** Queues bytes; what is queued is sent in one piece, so that the server has read all before it answers any. */
    Peer raw(byte[] bytes) {
        pending.writeBytes(bytes);
        return this;
    }

    Peer frame(int type, int flags, int stream, byte[] payload) {
        return raw(ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
    }

    Peer flush() throws IOException {
        try {
            socket.getOutputStream().write(pending.toByteArray());
            socket.getOutputStream().flush();
        } catch (SocketException closed) {
            // What was said before still can be read.
        }
        pending.reset();
        return this;
    }

    /** The first frame that is meant; empty payload and type -1 where the connection closes before. */
    Frame read(Predicate<Frame> meant) throws IOException {
        flush();
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                var frame = new Frame(type, flags, stream, in.readNBytes(length));
                if (meant.test(frame)) return frame;
            }
        } catch (SocketTimeoutException silent) {
            throw new AssertionError("nothing of the sort came", silent);
        } catch (EOFException | SocketException closed) {
            return new Frame(-1, 0, 0, new byte[0]);
        } catch (javax.net.ssl.SSLException closed) {
            return new Frame(-1, 0, 0, new byte[0]);
        }
    }

    /** Returns when the stream has ended from the server's side. */
    Peer awaitEnd(int stream) throws IOException {
        read(frame -> frame.stream() == stream && frame.ends());
        return this;
    }

    /** The header block of a good request with a method; more fields behind it. */
    byte[] request(String method, String... more) {
        String path = method.equals("POST") ? "/v1/chat/completions" : "/v1/models";
        return joined(block(":method", method, ":scheme", "https", ":path", path, ":authority", "localhost",
                "authorization", "Bearer " + key, "content-type", "application/json"), block(more));
    }

    Peer get(int stream) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, request("GET"));
    }

    /** A request whose body is still to come. */
    Peer post(int stream) {
        return frame(HEADERS, END_HEADERS, stream, request("POST"));
    }

    /** A GET with a block as given. */
    Peer headers(byte[] block) {
        return frame(HEADERS, END_STREAM | END_HEADERS, 1, block);
    }

    Peer window(int stream, int increment) {
        return frame(WINDOW_UPDATE, 0, stream, integer(increment));
    }

    Peer reset(int stream) {
        return frame(RST_STREAM, 0, stream, integer(8));
    }

    Peer priority(int stream, int on, int weight) {
        return frame(PRIORITY, 0, stream, joined(integer(on), new byte[]{(byte) weight}));
    }

    Peer ping(String eight) {
        return frame(PING, 0, 0, ascii(eight));
    }

    static byte[] setting(int id, int value) {
        return ByteBuffer.allocate(6).putShort((short) id).putInt(value).array();
    }

    static byte[] integer(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++)
            bytes[i] = (byte) values[i];
        return bytes;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts)
            all.writeBytes(part);
        return all.toByteArray();
    }

    /** Literal fields without indexing (RFC 7541 §6.2.2), names and values below 127 bytes. */
    static byte[] block(String... fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            for (String text : new String[]{fields[i], fields[i + 1]}) {
                block.write(text.length());
                block.writeBytes(ascii(text));
            }
        }
        return block.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
