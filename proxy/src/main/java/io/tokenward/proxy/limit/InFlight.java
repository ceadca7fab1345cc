package io.tokenward.proxy.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Requests in flight per key. Thread-safe. Holds only keys that have some, so it is as large as the number of connections
 * allows and needs no bound of its own: a table that forgets would let a key in flight begin again at zero.
 */
final class InFlight {
    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

    /** Counts one more, if there are fewer than {@code limit}. */
    boolean enter(String keyId, int limit) {
        // Not "add, then undo on overshoot": an undone request must not be in the way of one that fits.
        boolean[] entered = {false};
        counts.compute(keyId, (key, count) -> {
            int before = count == null ? 0 : count;
            entered[0] = before < limit;
            return entered[0] ? Integer.valueOf(before + 1) : count;
        });
        return entered[0];
    }

    /** Counts one less. Call once per successful {@link #enter}. */
    void leave(String keyId) {
        counts.computeIfPresent(keyId, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    int of(String keyId) {
        return counts.getOrDefault(keyId, 0);
    }

    int keys() {
        return counts.size();
    }
}
