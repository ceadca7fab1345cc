package io.tokenward.proxy.limit;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a charge counts: all of its meters, in the day and the month that ran when its reservation was made. Immutable; used as a
 * key several times by every exchange, so it remembers its hash, and ledgers hand out the same one again.
 */
final class ChargedTo {
    private final List<Meter> meters;
    private final Window day;
    private final Window month;
    private final List<Balanced.Counted> counted;
    private final int hash;
    /** Written anew where two threads come at once, and the same then. */
    private byte @Nullable [] line;

    /** @param meters each of them gets its unit of the charge */
    ChargedTo(List<Meter> meters, Window day, Window month) {
        this.meters = List.copyOf(meters);
        this.day = day;
        this.month = month;
        hash = 31 * (31 * this.meters.hashCode() + day.hashCode()) + month.hashCode();
        List<Balanced.Counted> each = new ArrayList<>(2 * meters.size());
        for (Meter meter : meters)
            for (QuotaPeriod period : QuotaPeriod.values())
                each.add(new Balanced.Counted(meter, period, in(period)));
        counted = List.copyOf(each);
    }

    List<Meter> meters() {
        return meters;
    }

    Window day() {
        return day;
    }

    Window month() {
        return month;
    }

    /** What a charge adds to: each meter, by period. */
    List<Balanced.Counted> counted() {
        return counted;
    }

    /** As batches of a history have it; not to be changed. */
    byte[] line() {
        byte[] known = line;
        if (known == null) {
            known = BatchLines.line(this);
            line = known;
        }
        return known;
    }

    /** Whether it is that very place, told by identity: ledgers have one meter and one window at a time. */
    boolean is(List<MeterHold> holds, Window otherDay, Window otherMonth) {
        if (day != otherDay || month != otherMonth || meters.size() != holds.size()) return false;
        for (int i = 0; i < meters.size(); i++)
            if (meters.get(i) != holds.get(i).meter()) return false;
        return true;
    }

    Window in(QuotaPeriod period) {
        return switch (period) {
            case DAY -> day;
            case MONTH -> month;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) return true;
        return other instanceof ChargedTo to && hash == to.hash && meters.equals(to.meters) && day.equals(to.day)
                && month.equals(to.month);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "ChargedTo[" + meters + ", " + day + ", " + month + "]";
    }
}
