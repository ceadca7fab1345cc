package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Watches an event stream (WHATWG HTML, "Server-sent events"): usage stands in one of the last events, {@code [DONE]} ends
 * it. Buffers a line at most, and no line of more than 256 KiB.
 */
final class StreamMeter implements UsageMeter {
    private static final int MAX_LINE = 256 * 1024;
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final RelayedText relayed = new RelayedText();
    private byte[] line = new byte[512];
    private int length;
    private boolean tooLong;
    private boolean finished;
    private Optional<Usage> usage = Optional.empty();

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

    @Override
    public Optional<Usage> usage() {
        return usage;
    }

    @Override
    public long relayedTokens() {
        return relayed.tokens();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    private void endLine() {
        boolean data = length > DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length);
        if (data && !tooLong) {
            if (isDone()) finished = true;
            UsageReport.last(line, length).ifPresent(found -> usage = Optional.of(found));
        }
        length = 0;
        tooLong = false;
    }

    private boolean isDone() {
        return length < 32 && new String(line, DATA.length, length - DATA.length, StandardCharsets.ISO_8859_1).strip()
                .equals("[DONE]");
    }
}
