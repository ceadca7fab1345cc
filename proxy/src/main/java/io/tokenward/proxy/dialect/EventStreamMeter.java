package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * Watches a stream of {@code application/vnd.amazon.eventstream}: frames of a prelude (length of the frame, length of its
 * headers, checksum; big-endian), headers, a payload in JSON and a checksum. A payload of {@code {"bytes":…}} holds an event
 * of the model's own API in base64. Keeps one frame at most, and none of more than 256 KiB.
 */
final class EventStreamMeter extends EventMeter {
    private static final int MAX_FRAME = 256 * 1024;
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final byte[] BYTES = "\"bytes\":\"".getBytes(StandardCharsets.US_ASCII);

    private byte[] frame = new byte[1024];
    private int length;
    /** Bytes of the frame under way, or 0 while its prelude is not whole. */
    private long total;
    private long seen;
    /** What came cannot be such a stream. */
    private boolean lost;

    EventStreamMeter(UsageFields fields, Set<String> written, StreamEnd end) {
        super(fields, written, end);
    }

    @Override
    public void observe(byte[] chunk, int offset, int count) {
        int at = offset;
        while (at < offset + count && !lost) {
            long wanted = (total == 0 ? PRELUDE : total) - seen;
            int taken = (int) Math.min(wanted, offset + count - at);
            keep(chunk, at, taken);
            seen += taken;
            at += taken;
            if (total == 0 && seen == PRELUDE) prelude();
            if (!lost && total > 0 && seen == total) endFrame();
        }
    }

    private void keep(byte[] chunk, int at, int count) {
        int kept = Math.min(count, MAX_FRAME - length);
        if (length + kept > frame.length) frame = Arrays.copyOf(frame, Math.max(length + kept, frame.length * 2));
        System.arraycopy(chunk, at, frame, length, kept);
        length += kept;
    }

    private void prelude() {
        total = number(0);
        long headers = number(4);
        lost = total < PRELUDE + CHECKSUM || headers > total - PRELUDE - CHECKSUM;
    }

    private long number(int at) {
        return (frame[at] & 0xFFL) << 24 | (frame[at + 1] & 0xFFL) << 16 | (frame[at + 2] & 0xFFL) << 8
                | frame[at + 3] & 0xFFL;
    }

    private void endFrame() {
        if (total <= MAX_FRAME) {
            int start = PRELUDE + (int) number(4);
            byte[] payload = Arrays.copyOfRange(frame, start, (int) total - CHECKSUM);
            event(payload);
            byte[] inner = inner(payload);
            if (inner.length > 0) event(inner);
            String headers = new String(frame, PRELUDE, start - PRELUDE, StandardCharsets.ISO_8859_1);
            if (headers.contains("messageStop")) finish();
        }
        length = 0;
        seen = 0;
        total = 0;
    }

    private void event(byte[] json) {
        for (byte b : json)
            relayed.see(b);
        relayed.see((byte) '\n');
        end(json, json.length);
        report(json, json.length);
    }

    private static byte[] inner(byte[] payload) {
        for (int at = 0; at + BYTES.length < payload.length && at < 64; at++) {
            if (!Arrays.equals(payload, at, at + BYTES.length, BYTES, 0, BYTES.length)) continue;
            int from = at + BYTES.length;
            int to = from;
            while (to < payload.length && payload[to] != '"')
                to++;
            try {
                return Base64.getDecoder().decode(Arrays.copyOfRange(payload, from, to));
            } catch (IllegalArgumentException notBase64) {
                return new byte[0];
            }
        }
        return new byte[0];
    }
}
