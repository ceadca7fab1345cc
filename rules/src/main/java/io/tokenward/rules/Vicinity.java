package io.tokenward.rules;

import io.tokenward.detectors.Finding;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How close together findings must stand to speak with one voice. Without such a bound the false alarms of a text grow with
 * its length, since the points of unrelated places add up.
 */
final class Vicinity {
    /** UTF-16 units; a long page of prose. */
    static final int UNITS = 4096;

    private Vicinity() {}

    /** Whether two beginnings are in the same vicinity. */
    static boolean near(int one, int other) {
        return Math.abs(one - other) < UNITS;
    }

    /**
     * For each finding the most points that a vicinity it is in has, where a rule counts once. Quadratic in the findings at
     * worst, which are a thousand at most.
     *
     * @param findings in the order of their beginnings
     * @param points of a finding alone
     */
    static int[] points(List<Finding> findings, ToIntFunction<Finding> points) {
        int[] best = new int[findings.size()];
        String[] rules = findings.stream().map(Finding::rule).distinct().sorted().toArray(String[]::new);
        for (int from = 0; from < best.length; from++) {
            int end = findings.get(from).span().start() + UNITS;
            int sum = 0;
            int to = from;
            var counted = new BitSet(rules.length);
            for (; to < best.length && findings.get(to).span().start() < end; to++) {
                Finding finding = findings.get(to);
                int rule = Arrays.binarySearch(rules, finding.rule());
                if (!counted.get(rule)) sum += points.applyAsInt(finding);
                counted.set(rule);
            }
            for (int i = from; i < to; i++)
                best[i] = Math.max(best[i], sum);
        }
        return best;
    }
}
