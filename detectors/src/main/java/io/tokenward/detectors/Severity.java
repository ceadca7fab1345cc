package io.tokenward.detectors;

import java.util.Locale;
import java.util.Optional;

/** How much a finding weighs, in the points of an anomaly score (OWASP CRS counts alike). */
public enum Severity {
    NOTICE(2), WARNING(3), ERROR(4), CRITICAL(5);

    private final int points;
    private final String word = name().toLowerCase(Locale.ROOT);

    Severity(int points) {
        this.points = points;
    }

    /** Points that one finding adds to the anomaly score of its passage. */
    public int points() {
        return points;
    }

    /** The word of rules and reports, such as {@code critical}. */
    public String word() {
        return word;
    }

    /** The severity of that word, or nothing where there is none. */
    public static Optional<Severity> of(String word) {
        for (Severity severity : values())
            if (severity.word.equals(word)) return Optional.of(severity);
        return Optional.empty();
    }
}
