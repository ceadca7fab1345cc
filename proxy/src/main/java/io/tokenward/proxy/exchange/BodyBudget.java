package io.tokenward.proxy.exchange;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of request bodies held by the whole process. Thread-safe.
 *
 * <p>A limit per request is not enough: a thousand clients just below it still exhaust the heap.
 */
public final class BodyBudget {
    private final long maxBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    /** A budget of {@code maxBytes}, at least one. */
    public BodyBudget(long maxBytes) {
        if (maxBytes < 1) throw new IllegalArgumentException("maxBytes must be positive, was " + maxBytes);
        this.maxBytes = maxBytes;
    }

    /** Takes {@code bytes} if they fit; the caller then owes {@link #release}. */
    boolean tryTake(long bytes) {
        // Add first, undo on overshoot: two racing takers may both be refused, never both admitted.
        if (heldBytes.addAndGet(bytes) <= maxBytes) return true;
        heldBytes.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        heldBytes.addAndGet(-bytes);
    }

    /** Bytes held now. */
    public long held() {
        return heldBytes.get();
    }
}
