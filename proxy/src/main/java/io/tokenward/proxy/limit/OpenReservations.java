package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.HistoryLine.Closed;
import io.tokenward.proxy.limit.HistoryLine.Given;
import io.tokenward.proxy.limit.HistoryLine.Held;
import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Granted;
import io.tokenward.proxy.limit.LedgerEntry.Late;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which reservations of the history have not ended, and since which batch. Used by one thread at a time. */
final class OpenReservations {
    /** Of those that expired, so many are known one by one. */
    private static final int MOST_EXPIRED = 200_000;

    private record Open(Reserved reservation, long batch) {}

    /** The oldest batch first. */
    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final Set<Long> expired = new LinkedHashSet<>();
    private final int mostExpired;
    /** The highest number of those that expired and are not known one by one any more. */
    private long forgotten;

    OpenReservations() {
        this(MOST_EXPIRED);
    }

    OpenReservations(int mostExpired) {
        this.mostExpired = mostExpired;
    }

    /**
     * Whether that is news: of each reservation one ending counts, after it has expired a settlement too. A settlement of one so
     * old that nobody knows whether it expired is news: nothing that was used may be lost.
     */
    boolean mayEnd(Ended ended) {
        long number = ended.reservation().number();
        return open.containsKey(number)
                || ended.how() == Ending.SETTLED && (expired.contains(number) || number <= forgotten);
    }

    /** Whether it began and has not ended, or has expired. */
    boolean knows(long number) {
        return open.containsKey(number) || expired.contains(number);
    }

    /** An entry is in that batch. */
    void note(LedgerEntry entry, long batch) {
        switch (entry) {
            case Reserved reserved -> open.put(reserved.number(), new Open(reserved, batch));
            case Ended ended -> ended(ended.reservation().number(), ended.how());
            case Late late -> ended(late.reservation().number(), Ending.SETTLED);
            case Granted granted -> {}
        }
    }

    /** A line is in that batch. */
    void note(HistoryLine line, long batch) {
        switch (line) {
            case Held held -> open.put(held.number(), new Open(
                    new Reserved(held.number(), held.exchange(), held.to(), held.held(), held.at()), batch));
            case Closed closed -> ended(closed.number(), closed.how());
            case Given given -> {}
        }
    }

    List<Reserved> all() {
        return open.values().stream().map(Open::reservation).toList();
    }

    /** The batch of the oldest one, or {@code other} if that is older. */
    long oldest(long other) {
        Iterator<Open> first = open.values().iterator();
        return first.hasNext() ? Math.min(other, first.next().batch()) : other;
    }

    /** Nobody will settle what has expired so far. */
    void forgetExpired() {
        expired.clear();
        forgotten = 0;
    }

    private void ended(long number, Ending how) {
        open.remove(number);
        if (how != Ending.EXPIRED) {
            if (!expired.isEmpty()) expired.remove(number);
            return;
        }
        expired.add(number);
        if (expired.size() <= mostExpired) return;
        long oldest = expired.iterator().next();
        expired.remove(oldest);
        forgotten = Math.max(forgotten, oldest);
    }
}
