package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The ledgers of all meters, bounded. Thread-safe.
 *
 * <p>A ledger with a limit must not be forgotten while its period runs, or the quota would start afresh: at the bound, blank
 * ones that nobody asked for in the last hour make room, and if there are none, a newcomer gets no ledger. Ledgers of plans
 * without quota only count for reports; the least used of them are forgotten at the bound, so strangers with keys of their
 * own making cannot fill the table.
 */
final class Ledgers {
    private record Entry(Ledger ledger, Plan plan, Instant lastAsked) {
        /** Whether it says already that it was asked for now, as far as idleness and the zone of its days go. */
        boolean says(Plan asking, Instant now) {
            return plan.zone().equals(asking.zone()) && !now.isBefore(lastAsked) && now.isBefore(lastAsked.plus(FRESH));
        }
    }

    /** A thread that holds a ledger it has looked up is not kept waiting for this long. */
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration FRESH = Duration.ofMinutes(1);
    /** Looking through a full table is work in proportion to it, and an event loop does it. */
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    private final int most;
    private final EarlierUse earlier;
    private final ConcurrentMap<Meter, Entry> limited = new ConcurrentHashMap<>();
    private final Cache<Meter, Ledger> unlimited;
    private Instant lastSweep = Instant.EPOCH;

    Ledgers(int most, EarlierUse earlier) {
        this.most = most;
        this.earlier = earlier;
        unlimited = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /** The ledger of a meter on that plan, made if need be; empty if the table is full. */
    Optional<Ledger> of(Metered metered, Plan plan, Instant now) {
        Meter meter = metered.meter();
        Entry known = limited.get(meter);
        // One that is not fresh may be forgotten in this moment.
        if (known != null && !known.says(plan, now))
            known = limited.computeIfPresent(meter, (o, entry) -> new Entry(entry.ledger(), plan, now));
        if (known != null) return Optional.of(known.ledger());
        if (metered.limited()) return open(meter, plan, now);
        Ledger counting = unlimited.getIfPresent(meter);
        return Optional.of(counting != null ? counting : unlimited.get(meter, o -> earlier.open(o, plan.zone(), now)));
    }

    /** The ledger of an account, or a copy of what it would begin with. */
    Ledger look(Account account, Instant now) {
        return find(account).orElseGet(() -> earlier.peek(meter(account), account.plan().zone(), now));
    }

    private Optional<Ledger> find(Account account) {
        Meter meter = meter(account);
        Entry known = limited.get(meter);
        return known != null ? Optional.of(known.ledger()) : Optional.ofNullable(unlimited.getIfPresent(meter));
    }

    private static Meter meter(Account account) {
        return new Meter(Owner.of(account), Unit.TOKENS);
    }

    int size() {
        return limited.size();
    }

    /** Synchronized, so that two newcomers do not both take the last place. */
    private synchronized Optional<Ledger> open(Meter meter, Plan plan, Instant now) {
        if (limited.size() >= most) sweep(now);
        if (limited.size() >= most && !limited.containsKey(meter)) return Optional.empty();
        Entry entry = limited.computeIfAbsent(meter, o -> new Entry(counted(o, plan, now), plan, now));
        return Optional.of(entry.ledger());
    }

    /** A plan that gets its first quota keeps what was counted before. */
    private Ledger counted(Meter meter, Plan plan, Instant now) {
        Ledger before = unlimited.asMap().remove(meter);
        return before != null ? before : earlier.open(meter, plan.zone(), now);
    }

    private void sweep(Instant now) {
        if (now.isBefore(lastSweep.plus(BETWEEN_SWEEPS)) && !now.isBefore(lastSweep)) return;
        lastSweep = now;
        for (Meter meter : limited.keySet()) {
            limited.computeIfPresent(meter, (o, entry) -> forgettable(entry, now) ? null : entry);
        }
    }

    private static boolean forgettable(Entry entry, Instant now) {
        return entry.lastAsked().plus(IDLE).isBefore(now) && entry.ledger().blank(entry.plan(), now);
    }
}
