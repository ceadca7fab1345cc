package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ending;
import java.time.Instant;
import java.util.List;

/** A line of the history, read. What it says is what a {@link LedgerEntry} said when it was written. */
sealed interface HistoryLine {
    /** Tokens were held back for an exchange. */
    record Held(long number, String exchange, ChargedTo to, Charge held, Instant at) implements HistoryLine {}

    /** The reservation of that number ended. */
    record Closed(long number, Ending how, ChargedTo to, Charge charge, List<Draw> draws, Instant at)
            implements
                HistoryLine {
        public Closed {
            draws = List.copyOf(draws);
        }
    }

    /** Somebody got a pack. */
    record Given(Pack pack, Instant at) implements HistoryLine {}
}
