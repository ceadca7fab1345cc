package io.tokenward.proxy.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes and reads frames of {@code application/vnd.amazon.eventstream}, apart from the code that is tested. */
public final class EventFrames {
    private EventFrames() {}

    public static byte[] frame(String event, String payload) {
        var headers = new ByteArrayOutputStream();
        for (String[] header : new String[][]{{":event-type", event}, {":content-type", "application/json"},
                {":message-type", "event"}}) {
            headers.write(header[0].length());
            headers.writeBytes(header[0].getBytes(StandardCharsets.UTF_8));
            headers.write(7);
            headers.write(0);
            headers.write(header[1].length());
            headers.writeBytes(header[1].getBytes(StandardCharsets.UTF_8));
        }
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(16 + headers.size() + body.length);
        out.putInt(out.capacity()).putInt(headers.size());
        out.putInt(crc(out.array(), 8)).put(headers.toByteArray()).put(body);
        return out.putInt(crc(out.array(), out.capacity() - 4)).array();
    }

    static boolean whole(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        return in.getInt(0) == frame.length && in.getInt(8) == crc(frame, 8)
                && in.getInt(frame.length - 4) == crc(frame, frame.length - 4);
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
