package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The running tally of one kind of period and the one that ran before. Guarded by the lock of its {@link Ledger}.
 *
 * <p>Two, because a clock may step back over midnight: what was used on that day must be there again, and what was used on
 * the next day must not be lost either. Reservations hold on to their tally themselves.
 */
final class Tallies {
    private final QuotaPeriod period;
    private ZoneId zone;
    private Tally current;
    private Tally other;

    Tallies(QuotaPeriod period, ZoneId zone, Instant now) {
        this.period = period;
        this.zone = zone;
        current = new Tally(period.around(now, zone));
        other = current;
    }

    /** The tally of the period that {@code now} is in. */
    Tally at(Instant now, ZoneId planZone) {
        roll(now);
        if (!zone.equals(planZone)) {
            // A plan that moves to another zone takes its figures along, or every change of configuration were a present.
            zone = planZone;
            current.move(period.around(now, zone));
            other = current;
        }
        return current;
    }

    /** The tally of the period that was asked for last. */
    Tally current() {
        return current;
    }

    private void roll(Instant now) {
        if (current.window().contains(now)) return;
        Tally left = current;
        current = other.window().contains(now) ? other : new Tally(period.around(now, zone));
        other = left;
    }
}
