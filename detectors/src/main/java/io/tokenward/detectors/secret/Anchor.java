package io.tokenward.detectors.secret;

import java.util.Locale;

/**
 * A string that every credential of a format has in it or right before it; what the sieve looks for.
 *
 * @param text at least {@link Sieve#GRAM} units; in lower case where the case does not count
 * @param anyCase whether it counts in any case
 */
record Anchor(String text, boolean anyCase) {
    Anchor {
        if (text.length() < Sieve.GRAM) throw new IllegalArgumentException("anchor too short: " + text);
        if (anyCase) text = text.toLowerCase(Locale.ROOT);
    }

    boolean standsAt(String candidate, int at) {
        int length = text.length();
        if (at < 0 || at + length > candidate.length()) return false;
        for (int i = 0; i < length; i++) {
            char c = candidate.charAt(at + i);
            char wanted = text.charAt(i);
            if (c != wanted && !(anyCase && c >= 'A' && c <= 'Z' && (c | 0x20) == wanted)) return false;
        }
        return true;
    }
}
