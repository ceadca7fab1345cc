package io.tokenward.proxy.limit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the history has charged and the balances of the file do not have yet. A balance is written when a sum is so many
 * batches old: writing each with every charge would cost more than everything else. After a crash the sums are made anew
 * from the history. Used by one thread at a time.
 */
final class LedgerSums {
    /** Batches after which a sum is written. */
    static final int AGE = 4_096;
    /** Sums that are kept at most: some 20 MB, and as much to make anew at a start. */
    private static final int MOST = 100_000;

    /** Of what a sum is. */
    sealed interface Balanced {
        /** What one meter counted in one period. */
        record Counted(Meter meter, QuotaPeriod period, Window window) implements Balanced {}

        /** What was drawn from a pack. */
        record Drawn(String pack) implements Balanced {}
    }

    /**
     * A sum.
     *
     * @param since the batch with the first charge in it
     */
    record Sum(long amount, long since) {}

    /** The oldest first. */
    private final Map<Balanced, Sum> sums = new LinkedHashMap<>();

    /** The sums of one batch's charges. */
    static final class OfBatch {
        private final Map<Balanced, Long> amounts = new HashMap<>();

        void charge(ChargedTo to, Charge charge) {
            for (Meter meter : to.meters()) {
                long amount = charge.of(meter.unit());
                if (amount == 0) continue;
                for (QuotaPeriod period : QuotaPeriod.values())
                    amounts.merge(new Balanced.Counted(meter, period, to.in(period)), amount, Amounts::sum);
            }
        }

        void draw(Draw draw) {
            amounts.merge(new Balanced.Drawn(draw.pack()), draw.tokens(), Amounts::sum);
        }

        Map<Balanced, Long> amounts() {
            return amounts;
        }
    }

    /** A batch is in the history. */
    void add(OfBatch batch, long number) {
        batch.amounts().forEach((of, amount) -> add(of, amount, number));
    }

    void add(Balanced of, long amount, long batch) {
        sums.merge(of, new Sum(amount, batch), (old, more) -> new Sum(Amounts.sum(old.amount, amount), old.since));
    }

    /** Those that are to be written with that batch, which has not been added. */
    Map<Balanced, Long> due(long batch) {
        Map<Balanced, Long> due = new HashMap<>();
        for (Map.Entry<Balanced, Sum> each : sums.entrySet()) {
            if (each.getValue().since() + AGE > batch && sums.size() - due.size() <= MOST) break;
            due.put(each.getKey(), each.getValue().amount());
        }
        return due;
    }

    /** They are written. */
    void written(Map<Balanced, Long> due) {
        due.keySet().forEach(sums::remove);
    }

    /** All there are. */
    Map<Balanced, Long> all() {
        Map<Balanced, Long> all = new HashMap<>();
        sums.forEach((of, sum) -> all.put(of, sum.amount()));
        return all;
    }

    /** The first batch that is not in every balance when those are written; {@code next} if all are. */
    long oldestBut(Map<Balanced, Long> due, long next) {
        for (Map.Entry<Balanced, Sum> each : sums.entrySet())
            if (!due.containsKey(each.getKey())) return each.getValue().since();
        return next;
    }
}
