package io.tokenward.benchmarks.ledger;

/** Times that were too long, counted to a tenth of a millisecond up to five seconds. Not thread-safe. */
final class Lateness {
    private static final int STEP_NANOS = 100_000;
    private final int[] counts = new int[50_000];
    private long all;
    private long most;

    void note(long nanos) {
        counts[(int) Math.min(Math.max(0, nanos) / STEP_NANOS, counts.length - 1)]++;
        all++;
        most = Math.max(most, nanos);
    }

    long all() {
        return all;
    }

    double mostMillis() {
        return most / 1e6;
    }

    /** So many of all, such as 0.99, were not longer. */
    double millisWithin(double share) {
        long left = (long) Math.ceil(all * share);
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0) return (i + 1) * (STEP_NANOS / 1e6);
        }
        return counts.length * (STEP_NANOS / 1e6);
    }
}
