package io.tokenward.benchmarks.ledger;

import java.util.List;
import java.util.Locale;

/**
 * What one round saw.
 *
 * @param ended exchanges that were charged
 * @param refused exchanges that were not let in
 * @param looks how late each of them was
 * @param stalls those that were more than {@link #BAR_MILLIS} late: from when they were due until they came
 * @param answers how long reservations waited for their answer
 * @param when it was
 */
record Seen(long ended, long refused, Lateness looks, List<CollectorPauses.Span> stalls, Lateness answers,
        CollectorPauses.Span when) {
    static final double BAR_MILLIS = 5;
    static final String HEAD = String.format(Locale.ROOT, "%-26s %10s %8s %8s %7s %9s %9s %9s %10s", "", "exchanges",
            "refused", "looks", "> 5 ms", "not by GC", "latest ms", "GC most", "answer p99");

    /** All rounds of one kind. */
    static String line(String name, List<Seen> rounds) {
        return String.format(Locale.ROOT, "%-26s %,10d %,8d %,8d %7d %9d %9.1f %9d %10.1f", name,
                rounds.stream().mapToLong(Seen::ended).sum(), rounds.stream().mapToLong(Seen::refused).sum(),
                rounds.stream().mapToLong(each -> each.looks().all()).sum(),
                rounds.stream().mapToLong(each -> each.stalls().size()).sum(),
                rounds.stream().mapToLong(Seen::others).sum(),
                rounds.stream().mapToDouble(each -> each.looks().mostMillis()).max().orElse(0),
                rounds.stream().mapToLong(each -> CollectorPauses.mostMillis(each.when())).max().orElse(0),
                rounds.stream().mapToDouble(each -> each.answers().millisWithin(0.99)).max().orElse(0));
    }

    /** Stalls that no collection explains. */
    private long others() {
        return stalls.stream().filter(each -> !CollectorPauses.met(each)).count();
    }
}
