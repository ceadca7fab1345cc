package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The calendar periods that quotas count. Their windows follow each other without gap or overlap in every zone. */
public enum QuotaPeriod implements PackagePeriod {
    DAY {
        @Override
        LocalDate first(LocalDate date) {
            return date;
        }

        @Override
        LocalDate next(LocalDate first) {
            return first.plusDays(1);
        }
    },
    MONTH {
        @Override
        LocalDate first(LocalDate date) {
            return date.withDayOfMonth(1);
        }

        @Override
        LocalDate next(LocalDate first) {
            return first.plusMonths(1);
        }
    };

    /** First date of the period with that date in it. */
    abstract LocalDate first(LocalDate date);

    /** First date of the period after the one that begins with that date. */
    abstract LocalDate next(LocalDate first);

    @Override
    public Window around(Instant instant, ZoneId zone) {
        LocalDate first = first(instant.atZone(zone).toLocalDate());
        Instant end = start(next(first), zone);
        // Where clocks go back over midnight (St. John's did at 00:01), the old date comes again. It is the new day already.
        // A date that a zone skips (Apia, 2011-12-30) is an empty window.
        while (!instant.isBefore(end)) {
            first = next(first);
            end = start(next(first), zone);
        }
        return new Window(start(first, zone), end);
    }

    private static Instant start(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }
}
