package io.tokenward.proxy.limit;

import java.time.Instant;

/** What is held of one meter. */
record MeterHold(Meter meter, Ledger ledger, Ledger.Hold hold) {
    /** Ends it and charges that. */
    void settle(Charge used) {
        ledger.settle(hold, used.of(meter.unit()));
    }

    /** Charges that, although it has ended. */
    void chargeLate(Charge used) {
        ledger.chargeLate(hold, used.of(meter.unit()));
    }

    /** Holds that much of a meter, or refuses. */
    static MeterHold of(Metered metered, Ledger ledger, Plan plan, Charge most, Instant now)
            throws io.tokenward.proxy.problem.Denied {
        return new MeterHold(metered.meter(), ledger,
                ledger.reserve(metered, plan, most.of(metered.meter().unit()), now));
    }
}
