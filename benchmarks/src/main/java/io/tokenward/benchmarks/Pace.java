package io.tokenward.benchmarks;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param rounds at most
 * @param deadlineNanos of {@link System#nanoTime()}: no round is begun that would probably end later
 * @param point of one workload and one variant; at a fixed rate twice as long
 * @param priming at most, to show all known histories once
 * @param warmUp of each workload and variant before the first round
 * @param curve at most, for the warm-up curve of one peer
 * @param relayOnly only what relaying costs: the bare relay and the proxy without screening
 */
record Pace(int rounds, long deadlineNanos, Duration point, Duration priming, Duration warmUp, Duration curve,
        boolean relayOnly) {

    /** The real run: the whole table, in less than fourteen minutes with the build before it. */
    static Pace full() {
        return new Pace(7, System.nanoTime() + Duration.ofSeconds(690).toNanos(), Duration.ofMillis(1000),
                Duration.ofSeconds(20), Duration.ofMillis(4000), Duration.ofSeconds(25), false);
    }

    /** To see that everything works; the figures mean nothing. */
    static Pace brief() {
        return new Pace(1, System.nanoTime(), Duration.ofMillis(150), Duration.ofMillis(200), Duration.ofMillis(50),
                Duration.ofSeconds(2), false);
    }

    /** What relaying costs, after a long warm-up: in less than nine minutes. */
    static Pace relay() {
        return new Pace(7, System.nanoTime() + Duration.ofSeconds(440).toNanos(), Duration.ofMillis(1000),
                Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofSeconds(10), true);
    }
}
