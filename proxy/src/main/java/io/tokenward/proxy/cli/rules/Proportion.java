package io.tokenward.proxy.cli.rules;

import java.util.Locale;

/**
 * A share of a sample and what it says about the whole: Wilson's score interval at 95 %.
 *
 * @param hits how many
 * @param of of how many
 */
record Proportion(long hits, long of) {
    private static final double Z = 1.959964;

    double share() {
        return of == 0 ? 0 : (double) hits / of;
    }

    double low() {
        return of == 0 ? 0 : Math.max(0, centre() - half());
    }

    double high() {
        return of == 0 ? 1 : Math.min(1, centre() + half());
    }

    private double centre() {
        return (share() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double half() {
        return Z * Math.sqrt(share() * (1 - share()) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d, %.2f %% (%.2f to %.2f)", hits, of, 100 * share(), 100 * low(),
                100 * high());
    }
}
