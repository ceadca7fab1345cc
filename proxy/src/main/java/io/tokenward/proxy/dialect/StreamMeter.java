package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Watches an event stream (WHATWG HTML, "Server-sent events"): usage stands in some events, and a line such as
 * {@code data: [DONE]} ends it. Buffers a line at most, and no line of more than 256 KiB.
 */
final class StreamMeter implements UsageMeter {
    private static final int MAX_LINE = 256 * 1024;
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final UsageTally tally;
    private final String endField;
    private final String endValue;
    private final RelayedText relayed = new RelayedText();
    private byte[] line = new byte[512];
    private int length;
    private boolean tooLong;
    private boolean finished;
    /** Of the relayed tokens, those that stood before the last report or in its event. */
    private long reported;

    /**
     * A meter of one stream.
     *
     * @param endField the field of the line that ends a stream, such as {@code data}
     * @param endValue the value of that field, such as {@code [DONE]}
     */
    StreamMeter(UsageFields fields, String endField, String endValue) {
        this.tally = new UsageTally(fields);
        this.endField = endField + ":";
        this.endValue = endValue;
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

    @Override
    public Optional<Usage> usage() {
        return tally.usage();
    }

    @Override
    public long relayedTokens() {
        return relayed.tokens();
    }

    @Override
    public long unreportedTokens() {
        return relayed.tokens() - reported;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    private void endLine() {
        if (!tooLong) {
            finished |= isEnd();
            boolean data = length > DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length);
            if (data && UsageReport.last(line, length, tally)) reported = relayed.tokens();
        }
        length = 0;
        tooLong = false;
    }

    private boolean isEnd() {
        if (length < endField.length() || length > endField.length() + endValue.length() + 8) return false;
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        return text.startsWith(endField) && text.substring(endField.length()).strip().equals(endValue);
    }
}
