package io.tokenward.proxy.dialect;

import java.util.Optional;
import java.util.Set;

/** What all meters of streams have in common: what is told in events, and what went by since. Not thread-safe. */
abstract sealed class EventMeter implements UsageMeter permits StreamMeter, EventStreamMeter {
    /** Of the bytes that go by. */
    final RelayedText relayed;

    private final UsageTally tally;
    private final UsageReport report;
    private final StreamEnd end;
    private boolean finished;
    /** Of the relayed tokens, those that stood before the last report or in its event. */
    private long reported;

    EventMeter(UsageFields fields, Set<String> written, StreamEnd end) {
        this.tally = new UsageTally(fields);
        this.report = new UsageReport(fields);
        this.relayed = new RelayedText(written);
        this.end = end;
    }

    /** Takes what an event tells of usage; its text has gone by. */
    final void report(byte[] event, int length) {
        if (report.last(event, length, tally)) reported = relayed.tokens();
    }

    /** Takes what may be the last event of the stream. */
    final void end(byte[] event, int length) {
        finished |= end.in(event, length);
    }

    /** The stream has ended, whatever its events say. */
    final void finish() {
        finished = true;
    }

    @Override
    public final Optional<Usage> usage() {
        return tally.usage();
    }

    @Override
    public final long relayedTokens() {
        return relayed.tokens();
    }

    @Override
    public final long unreportedTokens() {
        return relayed.tokens() - reported;
    }

    @Override
    public final boolean finished() {
        return finished;
    }
}
