package io.tokenward.proxy.dialect;

import java.util.Arrays;
import java.util.Set;

/**
 * Watches a stream of lines: server-sent events (WHATWG HTML) or a line of JSON each. Usage stands in some, and one such as
 * {@code data: [DONE]} ends it. Buffers a line at most, and no line of more than 256 KiB.
 */
final class StreamMeter extends EventMeter {
    private static final int MAX_LINE = 256 * 1024;

    private byte[] line = new byte[512];
    private int length;
    private boolean tooLong;

    StreamMeter(UsageFields fields, Set<String> written, StreamEnd end) {
        super(fields, written, end);
    }

    @Override
    public void observe(byte[] chunk, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            byte b = chunk[i];
            relayed.see(b);
            if (b == '\n' || b == '\r') {
                endLine();
            } else if (length < MAX_LINE) {
                if (length == line.length) line = Arrays.copyOf(line, Math.min(MAX_LINE, length * 2));
                line[length++] = b;
            } else {
                tooLong = true;
            }
        }
    }

    private void endLine() {
        if (!tooLong && length > 0) {
            end(line, length);
            if (line[0] == 'd' || line[0] == '{') report(line, length);
        }
        length = 0;
        tooLong = false;
    }
}
