package io.tokenward.detectors.pii;

import java.util.Locale;

/** Words that stand shortly before a place: what a number is called. */
final class Nearby {
    private static final int REACH = 32;

    private Nearby() {}

    static boolean says(Reading reading, String... words) {
        return says(reading.text(), reading.start(), words);
    }

    static boolean says(String text, int at, String... words) {
        String before = text.substring(Math.max(0, at - REACH), at).toLowerCase(Locale.ROOT);
        for (String word : words)
            if (before.contains(word)) return true;
        return false;
    }
}
