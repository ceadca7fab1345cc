package io.tokenward.proxy.admission;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Work that waits, by tenant: whoever has work is served once before anybody is served twice. Guarded by its user's lock;
 * holds nothing of tenants without work.
 */
final class TenantQueue {
    private final LinkedHashMap<String, ArrayDeque<Runnable>> waiting = new LinkedHashMap<>();

    void add(String tenant, Runnable work) {
        waiting.computeIfAbsent(tenant, _ -> new ArrayDeque<>()).addLast(work);
    }

    /** Takes back what was added last for that tenant. */
    void withdraw(String tenant) {
        ArrayDeque<Runnable> own = waiting.get(tenant);
        if (own == null) return;
        own.pollLast();
        if (own.isEmpty()) waiting.remove(tenant);
    }

    /** The next one, or null. */
    @Nullable
    Runnable next() {
        var first = waiting.pollFirstEntry();
        if (first == null) return null;
        Runnable work = first.getValue().pollFirst();
        if (!first.getValue().isEmpty()) waiting.putLast(first.getKey(), first.getValue());
        return work;
    }
}
