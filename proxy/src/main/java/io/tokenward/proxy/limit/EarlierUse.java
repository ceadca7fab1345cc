package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What a store remembers from before this process, until a meter's ledger is opened. Thread-safe. */
final class EarlierUse {
    /** What was charged in one period. */
    record Charged(QuotaPeriod period, Window window, long tokens) {}

    private final ConcurrentMap<Meter, List<Charged>> byMeter;

    EarlierUse(Map<Meter, List<Charged>> byMeter) {
        this.byMeter = new ConcurrentHashMap<>(byMeter);
    }

    static EarlierUse none() {
        return new EarlierUse(Map.of());
    }

    /** The ledger of a meter as it has to begin now; from then on it counts for itself. */
    Ledger open(Meter meter, ZoneId zone, Instant now) {
        List<Charged> charged = byMeter.remove(meter);
        return ledger(meter, charged == null ? List.of() : charged, zone, now);
    }

    /** What {@link #open} would answer. */
    Ledger peek(Meter meter, ZoneId zone, Instant now) {
        return ledger(meter, byMeter.getOrDefault(meter, List.of()), zone, now);
    }

    private static Ledger ledger(Meter meter, List<Charged> charged, ZoneId zone, Instant now) {
        var ledger = new Ledger(meter, zone, now);
        // More than one window of a kind holds this instant where the plan moved to another zone: both count.
        for (Charged each : charged)
            if (each.window().contains(now)) ledger.carry(each.period(), each.tokens());
        return ledger;
    }
}
