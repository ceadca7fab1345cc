package io.tokenward.proxy.limit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the history has charged and the balances of the file do not have yet. A balance is written when so many
 * charges came since its first: writing each with every charge would cost more than everything else. After a crash the sums are
 * made anew from the history. Used by one thread at a time.
 */
final class LedgerSums {
    /** Charges after which a sum is written: some seconds to make it anew at a start. */
    static final long AGE = 500_000;
    /** Sums that are kept at most: some 20 MB, and as much to make anew at a start. */
    private static final int MOST = 100_000;

    private static final class Sum {
        /** The batch with the first charge in it. */
        private final long since;
        /** How many charges came before. */
        private final long charges;
        private long amount;

        Sum(long since, long charges) {
            this.since = since;
            this.charges = charges;
        }

        long since() {
            return since;
        }

        long charges() {
            return charges;
        }

        long amount() {
            return amount;
        }

        void add(long more) {
            amount = Amounts.sum(amount, more);
        }
    }

    /** The oldest first. */
    private final Map<Balanced, Sum> sums = new LinkedHashMap<>();
    private final long age;
    private long charges;

    /** @param age charges after which a sum is written */
    LedgerSums(long age) {
        this.age = age;
    }

    /** Entries are in the history, in that batch. */
    void add(List<LedgerEntry> entries, long batch) {
        for (LedgerEntry entry : entries) {
            switch (entry) {
                case LedgerEntry.Ended ended ->
                    add(ended.reservation().to(), ended.charge(), ended.draws(), batch, Map.of());
                case LedgerEntry.Late late ->
                    add(late.reservation().to(), late.charge(), late.draws(), batch, Map.of());
                case LedgerEntry.Reserved reserved -> {}
                case LedgerEntry.Granted granted -> {}
            }
        }
    }

    /**
     * A charge is in the history, in that batch.
     *
     * @param through up to which batch balances of the file have it already
     */
    void add(ChargedTo to, Charge charge, List<Draw> draws, long batch, Map<Balanced, Long> through) {
        charges++;
        for (Balanced.Counted counted : to.counted()) {
            long amount = charge.of(counted.meter().unit());
            if (amount != 0) add(counted, amount, batch, through);
        }
        for (Draw draw : draws)
            add(new Balanced.Drawn(draw.pack()), draw.tokens(), batch, through);
    }

    private void add(Balanced of, long amount, long batch, Map<Balanced, Long> through) {
        if (!through.isEmpty() && batch <= through.getOrDefault(of, 0L)) return;
        Sum sum = sums.get(of);
        if (sum == null) {
            sum = new Sum(batch, charges);
            sums.put(of, sum);
        }
        sum.add(amount);
    }

    /** Those that are to be written with the next batch. */
    Map<Balanced, Long> due() {
        Map<Balanced, Long> due = new HashMap<>();
        for (Map.Entry<Balanced, Sum> each : sums.entrySet()) {
            if (each.getValue().charges() + age > charges && sums.size() - due.size() <= MOST) break;
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
