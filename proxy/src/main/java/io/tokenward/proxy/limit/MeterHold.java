package io.tokenward.proxy.limit;

import java.time.Instant;

/** What is held of one meter. */
record MeterHold(Ledger ledger, Ledger.Hold hold) {
    /** Of which it is, the same object for all holds of one ledger. */
    Meter meter() {
        return ledger.meter();
    }

    /** Ends it and charges that. */
    void settle(Charge used) {
        ledger.settle(hold, used.of(meter().unit()));
    }

    /** Charges that, although it has ended. */
    void chargeLate(Charge used) {
        ledger.chargeLate(hold, used.of(meter().unit()));
    }

    /** Holds that much of a meter, or refuses. */
    static MeterHold of(Metered metered, Ledger ledger, Plan plan, Charge most, Instant now)
            throws io.tokenward.proxy.problem.Denied {
        return new MeterHold(ledger,
                ledger.reserve(metered, plan, most.of(metered.meter().unit()), now));
    }
}
