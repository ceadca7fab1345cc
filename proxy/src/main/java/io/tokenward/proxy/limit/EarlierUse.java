package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What a store remembers from before this process, until the owner's ledger is opened. Thread-safe. */
final class EarlierUse {
    /** What was charged in one period. */
    record Charged(QuotaPeriod period, Window window, long tokens) {}

    private final ConcurrentMap<Owner, List<Charged>> byOwner;

    EarlierUse(Map<Owner, List<Charged>> byOwner) {
        this.byOwner = new ConcurrentHashMap<>(byOwner);
    }

    static EarlierUse none() {
        return new EarlierUse(Map.of());
    }

    /** The ledger of an owner as it has to begin now; from then on it counts for itself. */
    Ledger open(Owner owner, ZoneId zone, Instant now) {
        List<Charged> charged = byOwner.remove(owner);
        return ledger(charged == null ? List.of() : charged, zone, now);
    }

    /** What {@link #open} would answer. */
    Ledger peek(Owner owner, ZoneId zone, Instant now) {
        return ledger(byOwner.getOrDefault(owner, List.of()), zone, now);
    }

    private static Ledger ledger(List<Charged> charged, ZoneId zone, Instant now) {
        var ledger = new Ledger(zone, now);
        // More than one window of a kind holds this instant where the plan moved to another zone: both count.
        for (Charged each : charged)
            if (each.window().contains(now)) ledger.carry(each.period(), each.tokens());
        return ledger;
    }
}
