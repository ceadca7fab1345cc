package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** The periods in which a plan grants its package. Their windows follow each other without gap or overlap in every zone. */
public sealed interface PackagePeriod permits QuotaPeriod, PackagePeriod.Months, PackagePeriod.Days {
    /** The period that an instant falls into. */
    Window around(Instant instant, ZoneId zone);

    /** The same, counted from that date on where it is counted from a date. */
    default PackagePeriod from(LocalDate since) {
        return this;
    }

    /**
     * Months that begin on the day of a date; on the last of a month that has no such day.
     *
     * @param since where counting begins; months before it are counted backwards
     */
    record Months(LocalDate since) implements PackagePeriod {
        @Override
        public Window around(Instant instant, ZoneId zone) {
            long guess = ChronoUnit.MONTHS.between(since, LocalDate.ofInstant(instant, zone));
            return Counted.around(instant, zone, guess, since::plusMonths);
        }

        @Override
        public PackagePeriod from(LocalDate other) {
            return new Months(other);
        }
    }

    /**
     * So many days each.
     *
     * @param days at least 1
     * @param since a day on which one begins
     */
    record Days(int days, LocalDate since) implements PackagePeriod {
        /** @throws IllegalArgumentException for less than a day */
        public Days {
            if (days < 1) throw new IllegalArgumentException("days must be at least 1, was " + days);
        }

        @Override
        public Window around(Instant instant, ZoneId zone) {
            long elapsed = ChronoUnit.DAYS.between(since, LocalDate.ofInstant(instant, zone));
            return Counted.around(instant, zone, Math.floorDiv(elapsed, days), n -> since.plusDays(n * days));
        }

        @Override
        public PackagePeriod from(LocalDate other) {
            return new Days(days, other);
        }
    }
}
