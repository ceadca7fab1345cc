package io.tokenward.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of RFC 6455 as bytes: written without checks, so that a test can write wrong ones, and read as they come. */
final class WebSocketWire {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** One frame as it was read. */
    record Frame(boolean last, int opcode, boolean masked, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? -1 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private WebSocketWire() {}

    /** @param first FIN, RSV and opcode as they stand on the wire */
    static byte[] frame(int first, byte[] payload, boolean masked) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.write(mask | payload.length);
        } else if (payload.length < 65_536) {
            out.write(mask | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(mask | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        byte[] key = {0x11, 0x22, 0x33, (byte) 0x99};
        if (masked) out.writeBytes(key);
        for (int i = 0; i < payload.length; i++)
            out.write(masked ? payload[i] ^ key[i & 3] : payload[i]);
        return out.toByteArray();
    }

    static byte[] text(String text, boolean masked) {
        return frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8), masked);
    }

    /** The next frame; throws where the stream ends. */
    static Frame read(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        int first = data.readUnsignedByte();
        int second = data.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) length = data.readUnsignedShort();
        if (length == 127) length = data.readLong();
        byte[] key = new byte[4];
        boolean masked = (second & 0x80) != 0;
        if (masked) data.readFully(key);
        byte[] payload = new byte[Math.toIntExact(length)];
        data.readFully(payload);
        for (int i = 0; i < payload.length && masked; i++)
            payload[i] ^= key[i & 3];
        return new Frame((first & 0x80) != 0, first & 0x7F, masked, payload);
    }

    /** A head up to its empty line; empty where the stream ends before. */
    static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) return "";
            head.append((char) b);
        }
        return head.toString();
    }
}
