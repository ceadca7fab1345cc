package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a shared store said was left, for the time when it says nothing. Thread-safe, bounded: an owner that was forgotten has
 * nothing left.
 */
final class KnownLeft {
    private final Cache<Owner, AtomicLong> parts;
    private final int nodes;

    /** @param nodes of that many parts of what was left, this process may grant one */
    KnownLeft(int most, int nodes) {
        this.nodes = nodes;
        parts = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /** The store said so just now; negative where it said nothing of it, which changes nothing. */
    void heard(Account account, long left) {
        if (left >= 0) parts.put(Owner.of(account), new AtomicLong(left / nodes));
    }

    /** Takes from this process's part, if there is enough of it. */
    boolean take(Account account, long weighed) {
        AtomicLong part = parts.getIfPresent(Owner.of(account));
        if (part == null) return false;
        long before = part.getAndUpdate(left -> left >= weighed ? left - weighed : left);
        return before >= weighed;
    }

    /** Corrects a {@link #take} to what was used. */
    void settle(Account account, long weighed, long used) {
        AtomicLong part = parts.getIfPresent(Owner.of(account));
        if (part != null) part.updateAndGet(left -> Math.max(0, Amounts.sum(left, weighed - used)));
    }
}
