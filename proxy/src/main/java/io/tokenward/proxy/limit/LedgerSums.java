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
    /** Sums of that age that are written with one batch: those of many tenants become so old at the same time. */
    private static final int AT_ONCE = 500;
    /** Sums that are kept at most: some 20 MB, and as much to make anew at a start. */
    private static final int MOST = 100_000;

    /** What one thing has had charged since its balance was written. */
    static final class Sum {
        private final LedgerSums among;
        /** The batch with the first charge in it. */
        private final long since;
        /** How many charges came before. */
        private final long charges;
        private long amount;
        private boolean written;

        Sum(LedgerSums among, long since, long charges) {
            this.among = among;
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

        void written() {
            written = true;
        }

        boolean isOf(LedgerSums sums) {
            return among == sums && !written;
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
        sum(of, batch).add(amount);
    }

    private Sum sum(Balanced of, long batch) {
        // Places are used again and again, and their sums are not near each other in memory.
        if (of instanceof Balanced.Counted counted) {
            Sum last = counted.sum();
            if (last != null && last.isOf(this)) return last;
            Sum found = sums.computeIfAbsent(of, each -> new Sum(this, batch, charges));
            counted.sum(found);
            return found;
        }
        return sums.computeIfAbsent(of, each -> new Sum(this, batch, charges));
    }

    /** Those that are to be written with the next batch. */
    Map<Balanced, Long> due() {
        Map<Balanced, Long> due = new HashMap<>();
        for (Map.Entry<Balanced, Sum> each : sums.entrySet()) {
            boolean young = each.getValue().charges() + age > charges || due.size() >= AT_ONCE;
            if (young && sums.size() - due.size() <= MOST) break;
            due.put(each.getKey(), each.getValue().amount());
        }
        return due;
    }

    /** They are written. */
    void written(Map<Balanced, Long> due) {
        for (Balanced each : due.keySet()) {
            Sum sum = sums.remove(each);
            if (sum != null) sum.written();
        }
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
