package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Granted;
import io.tokenward.proxy.limit.LedgerEntry.Late;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Entries of groups that seemed to fail and stand in the file all the same. Used by one thread at a time. */
final class StandingEntries {
    /** They will be tried again. */
    private final Set<LedgerEntry> written = Collections.newSetFromMap(new IdentityHashMap<>());
    /** They were refused, so nobody ends them. */
    private final List<Reserved> abandoned = new ArrayList<>();

    /** A group stands. */
    void add(List<LedgerEntry> group) {
        for (LedgerEntry entry : group) {
            switch (entry) {
                case Reserved reserved -> abandoned.add(reserved);
                // To write again that something expired changes nothing.
                case Ended ended when ended.how() == Ending.EXPIRED -> {}
                case Ended ended -> written.add(ended);
                case Late late -> written.add(late);
                case Granted granted -> written.add(granted);
            }
        }
    }

    /** Whether it is among those that are tried again. */
    boolean has(LedgerEntry entry) {
        return !written.isEmpty() && written.contains(entry);
    }

    /**
     * What is to be written next: first the ends of what nobody else ends, for as long as it were open, every start would read the
     * history from there on.
     */
    List<LedgerEntry> before(List<LedgerEntry> entries) {
        if (abandoned.isEmpty()) return entries;
        List<LedgerEntry> all = new ArrayList<>(abandoned.size() + entries.size());
        for (Reserved each : abandoned)
            all.add(new Ended(each, Ending.EXPIRED, Charge.NOTHING, List.of(), each.at()));
        all.addAll(entries);
        return all;
    }

    /** What {@link #before} answered is written. */
    void forget(List<LedgerEntry> all) {
        if (!written.isEmpty()) all.forEach(written::remove);
        abandoned.clear();
    }
}
