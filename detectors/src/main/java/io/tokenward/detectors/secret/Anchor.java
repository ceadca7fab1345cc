package io.tokenward.detectors.secret;

/**
 * A string that every credential of a format has in it or right before it; what the sieve looks for.
 *
 * @param text at least {@link Sieve#GRAM} units
 * @param anyCase whether it counts in any case
 */
record Anchor(String text, boolean anyCase) {
    Anchor {
        if (text.length() < Sieve.GRAM) throw new IllegalArgumentException("anchor too short: " + text);
    }

    boolean standsAt(String candidate, int at) {
        return candidate.regionMatches(anyCase, at, text, 0, text.length());
    }
}
