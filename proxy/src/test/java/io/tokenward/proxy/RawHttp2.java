package io.tokenward.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import javax.net.ssl.SSLSocket;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/** An HTTP/2 connection (RFC 9113) on which a test sends whatever frames it likes. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** Both ends of an exchange: -1 where there was none. */
    record Outcome(int status, int reset, int goAway, boolean closed) {
        boolean refused() {
            return reset > 0 || goAway > 0 || closed || status >= 400 && status < 500;
        }
    }

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Queues a frame; {@link #flush} sends. */
    static byte[] bytes(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        send(bytes(type, flags, stream, payload));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A header block of literal fields without indexing (RFC 7541 §6.2.2): name, value, name, value. */
    static byte[] block(String... fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            string(block, fields[i]);
            string(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7)
                block.write(rest & 127 | 128);
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    static byte[] integer(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Reads until the stream has an answer, is reset, or the connection ends. */
    Outcome outcome(int stream) throws IOException, Http2Exception {
        int status = -1;
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int id = in.readInt();
                byte[] payload = in.readNBytes(length);
                ByteBuffer view = ByteBuffer.wrap(payload);
                if (type == GOAWAY) return new Outcome(status, -1, view.getInt(4), false);
                if (type == HEADERS) {
                    Http2Headers headers = decoder.decodeHeaders(id, Unpooled.wrappedBuffer(payload));
                    CharSequence found = headers.status();
                    if (id == stream && found != null) status = Integer.parseInt(found.toString());
                }
                if (id != stream) continue;
                if (type == RST_STREAM) return new Outcome(status, view.getInt(), -1, false);
                if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0)
                    return new Outcome(status, -1, -1, false);
            }
        } catch (EOFException | SocketException closed) {
            return new Outcome(status, -1, -1, true);
        }
    }

    /** Reads until each of these streams has been answered to its end; false where the connection ends before. */
    boolean answered(Set<Integer> streams) throws IOException {
        Set<Integer> waiting = new HashSet<>(streams);
        while (!waiting.isEmpty()) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int id = in.readInt();
            in.skipNBytes(length);
            if (type == GOAWAY || type == RST_STREAM && waiting.contains(id)) return false;
            if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) waiting.remove(id);
        }
        return true;
    }

    /** Whether the stream is reset before a PING that is sent now is answered. */
    boolean resetByNow(int stream) throws IOException {
        frame(PING, 0, 0, new byte[8]);
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.skipNBytes(1);
            int id = in.readInt();
            in.skipNBytes(length);
            if (type == RST_STREAM && id == stream) return true;
            if (type == PING) return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
