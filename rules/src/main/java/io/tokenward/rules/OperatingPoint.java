package io.tokenward.rules;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The score from which a policy acts.
 *
 * @param score above 0, at most 1
 */
public record OperatingPoint(double score) {
    /** The shipped calibration of the rules: at most this share of harmless prompts reaches that score. */
    private static final NavigableMap<Double, Double> CALIBRATION = new TreeMap<>(
            Map.of(0.001, 0.75, 0.005, 0.50, 0.01, 0.50, 0.02, 0.43));

    public OperatingPoint {
        if (!(score > 0 && score <= 1))
            throw new IllegalArgumentException("score must be above 0 and at most 1, was " + score);
    }

    /**
     * The point of the shipped calibration that keeps false alarms to {@code share} of harmless prompts.
     *
     * @param share above 0, such as 0.005 for 0.5 %; below the strictest calibrated share the strictest point applies
     */
    public static OperatingPoint falseAlarms(double share) {
        if (!(share > 0 && share <= 1))
            throw new IllegalArgumentException("share must be above 0 and at most 1, was " + share);
        Map.Entry<Double, Double> row = CALIBRATION.floorEntry(share);
        return new OperatingPoint(row == null ? 0.875 : row.getValue());
    }
}
