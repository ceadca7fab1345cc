package io.tokenward.proxy.dialect;

import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Watches an answer that is one JSON document: usage stands near its end. Keeps the last 64 KiB; what is kept is gone over for
 * what was relayed only when it leaves or somebody asks, which nobody does where usage is reported.
 */
final class PlainMeter implements UsageMeter {
    private static final int KEPT = 64 * 1024;

    private final UsageFields fields;
    private final RelayedText relayed;
    private byte[] tail = new byte[0];
    private int length;
    /** So much of the tail has been gone over. */
    private int seen;
    /** What the tail tells, until it changes. */
    private @Nullable Optional<Usage> told;

    PlainMeter(UsageFields fields, Set<String> written) {
        this.fields = fields;
        this.relayed = new RelayedText(written);
    }

    @Override
    public void observe(byte[] chunk, int offset, int count) {
        told = null;
        int from = offset;
        int end = offset + count;
        while (from < end) {
            int piece = Math.min(end - from, KEPT);
            keep(chunk, from, piece);
            from += piece;
        }
    }

    private void keep(byte[] chunk, int from, int count) {
        int kept = Math.min(length, KEPT - count);
        int leaving = length - kept;
        see(leaving);
        byte[] room = tail.length >= kept + count
                ? tail
                : new byte[Math.min(KEPT, Math.max(kept + count, tail.length * 4))];
        System.arraycopy(tail, leaving, room, 0, kept);
        System.arraycopy(chunk, from, room, kept, count);
        tail = room;
        length = kept + count;
        seen -= leaving;
    }

    /** Goes over the tail up to there. */
    private void see(int end) {
        while (seen < end)
            relayed.see(tail[seen++]);
    }

    @Override
    public Optional<Usage> usage() {
        Optional<Usage> known = told;
        if (known != null) return known;
        var tally = new UsageTally(fields);
        new UsageReport(fields).last(tail, length, tally);
        Optional<Usage> found = tally.usage();
        told = found;
        return found;
    }

    @Override
    public long relayedTokens() {
        see(length);
        return relayed.tokens();
    }

    /** One document has one report, of all of it, wherever it stands. */
    @Override
    public long unreportedTokens() {
        return usage().isPresent() ? 0 : relayedTokens();
    }

    @Override
    public boolean finished() {
        see(length);
        return relayed.closed();
    }
}
