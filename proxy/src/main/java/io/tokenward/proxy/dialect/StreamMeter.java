package io.tokenward.proxy.dialect;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Watches a stream of lines: server-sent events (WHATWG HTML) or a line of JSON each. Usage stands in some, and one such as
 * {@code data: [DONE]} ends it. Buffers a line at most, and no line of more than 256 KiB.
 */
final class StreamMeter implements UsageMeter {
    private static final int MAX_LINE = 256 * 1024;

    private final UsageTally tally;
    private final UsageReport report;
    private final StreamEnd end;
    private final RelayedText relayed;
    private byte[] line = new byte[512];
    private int length;
    private boolean tooLong;
    private boolean finished;
    /** Of the relayed tokens, those that stood before the last report or in its event. */
    private long reported;

    StreamMeter(UsageFields fields, Set<String> written, StreamEnd end) {
        this.tally = new UsageTally(fields);
        this.report = new UsageReport(fields);
        this.relayed = new RelayedText(written);
        this.end = end;
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
        if (!tooLong && length > 0) {
            finished |= end.in(line, length);
            boolean data = line[0] == 'd' || line[0] == '{';
            if (data && report.last(line, length, tally)) reported = relayed.tokens();
        }
        length = 0;
        tooLong = false;
    }
}
