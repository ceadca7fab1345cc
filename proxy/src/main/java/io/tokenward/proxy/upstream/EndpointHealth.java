package io.tokenward.proxy.upstream;

import java.util.function.LongSupplier;

/**
 * Whether an endpoint is in service: by what calls met, and by what it answers when it is asked. Thread-safe; a call that went
 * well costs one volatile read.
 */
final class EndpointHealth {
    private final Ejection ejection;
    private final LongSupplier nanos;
    private volatile boolean ejected;
    private volatile boolean failingChecks;
    private volatile int failuresInRow;
    private volatile long untilNanos;
    private int ejectionsInRow;
    private long failures;
    private long ejections;
    private int goodChecks;
    private int badChecks;

    EndpointHealth(Ejection ejection, LongSupplier nanos) {
        this.ejection = ejection;
        this.nanos = nanos;
    }

    boolean serving() {
        return !failingChecks && !out();
    }

    private boolean out() {
        return ejected && nanos.getAsLong() - untilNanos < 0;
    }

    void succeeded() {
        if (failuresInRow != 0) failuresInRow = 0;
    }

    /** Whether it should be left out now. Of one that comes back and fails at once one failure is enough. */
    synchronized boolean failed() {
        failures++;
        failuresInRow++;
        return failuresInRow >= ejection.failures() && !out();
    }

    synchronized void eject() {
        long now = nanos.getAsLong();
        boolean anew = !ejected || now - untilNanos > ejection.longest().toNanos();
        ejectionsInRow = anew ? 1 : ejectionsInRow + 1;
        ejections++;
        untilNanos = now + ejection.length(ejectionsInRow).toNanos();
        ejected = true;
    }

    /** Takes the result of a check; true where the endpoint should be taken out of service. */
    synchronized boolean checked(boolean well, HealthCheck check) {
        goodChecks = well ? goodChecks + 1 : 0;
        badChecks = well ? 0 : badChecks + 1;
        if (goodChecks >= check.healthy()) failingChecks = false;
        return badChecks >= check.unhealthy() && !failingChecks;
    }

    void failsChecks() {
        failingChecks = true;
    }

    synchronized EndpointStatus status(String endpoint, int running) {
        String state = failingChecks ? "failing-checks" : out() ? "ejected" : "serving";
        long left = state.equals("ejected") ? (untilNanos - nanos.getAsLong() + 999_999_999) / 1_000_000_000 : 0;
        return new EndpointStatus(endpoint, state, left, running, failures, ejections);
    }
}
