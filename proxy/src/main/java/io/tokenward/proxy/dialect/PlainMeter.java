package io.tokenward.proxy.dialect;

import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Watches an answer that is one JSON document: usage stands near its end. Keeps the last 64 KiB. */
final class PlainMeter implements UsageMeter {
    private static final int KEPT = 64 * 1024;

    private final UsageFields fields;
    private final RelayedText relayed;
    private byte[] tail = new byte[0];
    private int length;
    /** What the tail tells, until it changes. */
    private @Nullable Optional<Usage> told;

    PlainMeter(UsageFields fields, Set<String> written) {
        this.fields = fields;
        this.relayed = new RelayedText(written);
    }

    @Override
    public void observe(byte[] chunk, int offset, int count) {
        told = null;
        for (int i = offset; i < offset + count; i++)
            relayed.see(chunk[i]);
        int from = count > KEPT ? offset + count - KEPT : offset;
        int added = offset + count - from;
        int kept = Math.min(length, KEPT - added);
        byte[] room = tail.length >= kept + added
                ? tail
                : new byte[Math.min(KEPT, Math.max(kept + added, tail.length * 4))];
        System.arraycopy(tail, length - kept, room, 0, kept);
        System.arraycopy(chunk, from, room, kept, added);
        tail = room;
        length = kept + added;
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
        return relayed.tokens();
    }

    /** One document has one report, of all of it, wherever it stands. */
    @Override
    public long unreportedTokens() {
        return usage().isPresent() ? 0 : relayed.tokens();
    }

    @Override
    public boolean finished() {
        return relayed.closed();
    }
}
