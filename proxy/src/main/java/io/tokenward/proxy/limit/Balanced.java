package io.tokenward.proxy.limit;

import org.jspecify.annotations.Nullable;

/** Of what a ledger keeps a sum. */
sealed interface Balanced {
    /** What one meter counted in one period. Remembers its hash: it is looked up with every charge. */
    final class Counted implements Balanced {
        private final Meter meter;
        private final QuotaPeriod period;
        private final Window window;
        private final int hash;
        private LedgerSums.@Nullable Sum sum;

        Counted(Meter meter, QuotaPeriod period, Window window) {
            this.meter = meter;
            this.period = period;
            this.window = window;
            hash = 31 * (31 * meter.hashCode() + period.ordinal()) + window.hashCode();
        }

        Meter meter() {
            return meter;
        }

        QuotaPeriod period() {
            return period;
        }

        Window window() {
            return window;
        }

        /** The sum that it was counted in last. Of the thread that counts, alone. */
        LedgerSums.@Nullable Sum sum() {
            return sum;
        }

        void sum(LedgerSums.Sum last) {
            sum = last;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) return true;
            return other instanceof Counted of && hash == of.hash && period == of.period
                    && window.equals(of.window) && meter.equals(of.meter);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return meter + " " + period + " " + window;
        }
    }

    /** What was drawn from a pack. */
    record Drawn(String pack) implements Balanced {}
}
