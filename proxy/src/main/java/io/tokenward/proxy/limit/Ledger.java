package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Denied;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * The quotas of one meter, such as the tokens of a tenant on one plan. Thread-safe: day and month change together, under this object's lock.
 *
 * <p><b>The bound.</b> A reservation is granted only while used + reserved + estimate is at most the limit. So a quota is
 * overspent by at most what the exchanges in flight use beyond their own estimates, and by nothing if estimates are upper
 * bounds. The price: near the end of a quota an estimate that does not fit is refused although some tokens are left; the
 * refusal says how many, so that the caller can ask for fewer.
 */
final class Ledger {
    /** What is held back, with the tallies of the periods in which that was, and their windows as they were. */
    record Hold(Tally day, Tally month, Window dayWindow, Window monthWindow, long amount) {}

    private final Meter meter;
    private final Tallies day;
    private final Tallies month;

    private @Nullable ChargedTo last;

    Ledger(Meter meter, ZoneId zone, Instant now) {
        this.meter = meter;
        day = new Tallies(QuotaPeriod.DAY, zone, now);
        month = new Tallies(QuotaPeriod.MONTH, zone, now);
    }

    /** Whose quotas they are. */
    Meter meter() {
        return meter;
    }

    /** Where a charge counts that holds something of this meter last; the same object for as long as it is the same place. */
    synchronized ChargedTo chargedTo(List<MeterHold> holds, Hold any) {
        ChargedTo known = last;
        if (known != null && known.is(holds, any.dayWindow(), any.monthWindow())) return known;
        known = new ChargedTo(holds.stream().map(MeterHold::meter).toList(), any.dayWindow(), any.monthWindow());
        last = known;
        return known;
    }

    /** Counts what was charged to the running period before this ledger was made. */
    synchronized void carry(QuotaPeriod period, long used) {
        tallies(period).current().settle(0, used);
    }

    /** Refuses if nothing is left of a quota. What is only held back may come back and is not spent. */
    synchronized void requireUnspent(Metered metered, Plan plan, Instant now) throws Denied {
        for (QuotaPeriod period : QuotaPeriod.values()) {
            OptionalLong limit = metered.quotas().of(period);
            Tally tally = tally(period, plan, now);
            if (limit.isPresent() && tally.used() >= limit.getAsLong()) {
                throw Refusals.quotaSpent(period, metered, plan, tally.window().end());
            }
        }
    }

    /** Holds an amount back in both periods, or refuses and holds nothing. */
    synchronized Hold reserve(Metered metered, Plan plan, long amount, Instant now) throws Denied {
        for (QuotaPeriod period : QuotaPeriod.values())
            requireRoom(period, metered, plan, amount, now);
        Tally today = tally(QuotaPeriod.DAY, plan, now);
        Tally ofMonth = tally(QuotaPeriod.MONTH, plan, now);
        Hold hold = new Hold(today, ofMonth, today.window(), ofMonth.window(), amount);
        hold.day().reserve(amount);
        hold.month().reserve(amount);
        return hold;
    }

    /** Ends a hold and charges what was used to the periods it was made in. Call once per hold. */
    synchronized void settle(Hold hold, long used) {
        hold.day().settle(hold.amount(), used);
        hold.month().settle(hold.amount(), used);
    }

    /** Charges what an exchange used after its hold had ended without a charge. */
    synchronized void chargeLate(Hold hold, long used) {
        hold.day().settle(0, used);
        hold.month().settle(0, used);
    }

    synchronized Balances balances(Plan plan, Instant now) {
        return new Balances(balance(QuotaPeriod.DAY, plan, now), balance(QuotaPeriod.MONTH, plan, now));
    }

    /** Whether a fresh ledger would say the same. */
    synchronized boolean blank(Plan plan, Instant now) {
        for (QuotaPeriod period : QuotaPeriod.values()) {
            Tally tally = tally(period, plan, now);
            if (tally.used() > 0 || tally.reserved() > 0) return false;
        }
        return true;
    }

    private void requireRoom(QuotaPeriod period, Metered metered, Plan plan, long amount, Instant now) throws Denied {
        OptionalLong limit = metered.quotas().of(period);
        if (limit.isEmpty()) return;
        Tally tally = tally(period, plan, now);
        long taken = Amounts.sum(tally.used(), tally.reserved());
        if (Amounts.sum(taken, amount) <= limit.getAsLong()) return;
        long left = Math.max(0, limit.getAsLong() - taken);
        throw Refusals.quotaShort(period, metered, plan, left, amount, tally.reserved(), tally.window().end());
    }

    private Balance balance(QuotaPeriod period, Plan plan, Instant now) {
        Tally tally = tally(period, plan, now);
        return new Balance(tally.used(), tally.reserved(), plan.quotas().of(period), tally.window().end());
    }

    private Tally tally(QuotaPeriod period, Plan plan, Instant now) {
        return tallies(period).at(now, plan.zone());
    }

    private Tallies tallies(QuotaPeriod period) {
        return switch (period) {
            case DAY -> day;
            case MONTH -> month;
        };
    }
}
