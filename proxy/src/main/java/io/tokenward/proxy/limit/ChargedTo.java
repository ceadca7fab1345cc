package io.tokenward.proxy.limit;

import java.util.List;

/**
 * Where a charge counts: all of its meters, in the day and the month that ran when its reservation was made.
 *
 * @param meters each of them gets its unit of the charge
 */
record ChargedTo(List<Meter> meters, Window day, Window month) {
    ChargedTo {
        meters = List.copyOf(meters);
    }

    Window in(QuotaPeriod period) {
        return switch (period) {
            case DAY -> day;
            case MONTH -> month;
        };
    }
}
