package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times engines on stretches of one text, in processor time of this thread: on a busy machine the clock on the wall says more about
 * the others. Not thread-safe.
 */
final class Bench {
    /** Of each measurement, in nanoseconds. */
    private static final long ROUND = 60_000_000L;
    private static final long LONGEST_WARM_UP = 2_000_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String text;
    private final int rounds;
    /** Findings of all runs: a result that nobody looks at need not be computed. */
    private long seen;

    Bench(String text, int rounds) {
        if (text.isBlank()) throw new IllegalArgumentException("no text to measure with");
        this.text = text;
        this.rounds = rounds;
    }

    /**
     * What one length costs.
     *
     * @param micros with the rules that are measured
     * @param micros0 without them
     */
    record Figures(int characters, int bytes, double micros, double micros0) {
        String line() {
            return String.format(Locale.ROOT, "%-14d %12.1f %10.1f %14.1f %8.2f", characters, micros, bytes / micros,
                    micros0, micros / micros0);
        }

        String json() {
            return String.format(Locale.ROOT,
                    "{\"characters\":%d,\"micros\":%.1f,\"megabytesPerSecond\":%.1f,\"microsWithout\":%.1f,\"ratio\":%.3f}",
                    characters, micros, bytes / micros, micros0, micros / micros0);
        }
    }

    Figures measure(RuleEngine with, RuleEngine without, int characters) {
        String stretch = stretch(characters);
        var passage = new Passage(stretch, Role.USER, "");
        warm(with, passage);
        warm(without, passage);
        double[] times = new double[rounds];
        double[] times0 = new double[rounds];
        // In turns, so that what else the machine does falls on both alike.
        for (int i = 0; i < rounds; i++) {
            times[i] = nanos(with, passage, ROUND);
            times0[i] = nanos(without, passage, ROUND);
        }
        if (seen < 0) throw new IllegalStateException("findings were counted wrongly: " + seen);
        return new Figures(characters, stretch.getBytes(StandardCharsets.UTF_8).length, median(times) / 1000,
                median(times0) / 1000);
    }

    private String stretch(int characters) {
        var out = new StringBuilder(text);
        while (out.length() < characters)
            out.append(' ').append(text);
        return out.substring(0, characters);
    }

    private void warm(RuleEngine engine, Passage passage) {
        nanos(engine, passage, Math.min(LONGEST_WARM_UP, 2 * rounds * ROUND));
    }

    /** Nanoseconds for one examination, over at least {@code least}. */
    private double nanos(RuleEngine engine, Passage passage, long least) {
        long began = THREADS.getCurrentThreadCpuTime();
        long spent;
        int runs = 0;
        do {
            seen += findings(engine, passage);
            runs++;
            spent = THREADS.getCurrentThreadCpuTime() - began;
        } while (spent < least);
        return (double) spent / runs;
    }

    private static int findings(RuleEngine engine, Passage passage) {
        return engine.examine(passage, Trust.APP, Scope.ALL).findings().size();
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
