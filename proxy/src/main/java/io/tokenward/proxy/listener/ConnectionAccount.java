package io.tokenward.proxy.listener;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Units that a client uses up and that come back with time and with what it does for them. Not thread-safe. */
final class ConnectionAccount {
    private final double most;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private double units;
    private long filledAt;

    /**
     * A full account.
     *
     * @param most units that it holds
     * @param perSecond units that come back
     */
    ConnectionAccount(int most, int perSecond, LongSupplier nanoTime) {
        this.most = most;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        units = most;
        filledAt = nanoTime.getAsLong();
    }

    /** Adds what time has brought; the clock is read here alone. */
    void fill() {
        long now = nanoTime.getAsLong();
        earn((now - filledAt) * perSecond / TimeUnit.SECONDS.toNanos(1));
        filledAt = now;
    }

    /** Adds units, up to what it holds. */
    void earn(double more) {
        units = Math.min(most, units + more);
    }

    /** Takes one unit; false where there is none. */
    boolean take() {
        if (units < 1) return false;
        units--;
        return true;
    }
}
