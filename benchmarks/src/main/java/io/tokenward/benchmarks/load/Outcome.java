package io.tokenward.benchmarks.load;

import java.util.Arrays;

/**
 * What a run of the load generator came to.
 *
 * @param requests answered with 200
 * @param failures everything else
 * @param firstFailure what the first of them was, or empty
 * @param seconds from the first request sent to the last answer
 * @param micros latencies in the order of the answers; at a fixed rate from the time at which the request was due
 */
@SuppressWarnings("ArrayRecordComponent") // read by whoever asked for the run, and by nobody else
public record Outcome(long requests, long failures, String firstFailure, double seconds, int[] micros) {

    /** The latency, in milliseconds, that {@code share} of the requests did not exceed. */
    public double millis(double share) {
        int[] sorted = micros.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0) return Double.NaN;
        return sorted[Math.clamp((int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)] / 1000.0;
    }

    /** The median latency, in milliseconds, of the requests around the {@code number}th (a tenth to either side). */
    public double millisAround(int number) {
        int from = Math.max(0, number - 1 - number / 10);
        int to = Math.min(micros.length, number + number / 10);
        if (from >= to) return Double.NaN;
        return new Outcome(0, 0, "", 0, Arrays.copyOfRange(micros, from, to)).millis(0.5);
    }
}
