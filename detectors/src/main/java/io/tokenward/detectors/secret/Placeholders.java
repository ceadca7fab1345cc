package io.tokenward.detectors.secret;

import java.util.List;
import java.util.Locale;

/** Values that stand where a secret would stand: examples of manuals, fillers, counted-up digits. */
final class Placeholders {
    private static final List<String> WORDS = List.of("example", "placeholder", "changeme", "change_me", "change-me",
            "your_", "your-", "yourkey", "yourtoken", "yoursecret", "yourpass", "xxxx", "****", "....", "dummy",
            "redacted",
            "insert", "replace", "sample", "fake", "notareal", "not_a_real", "not-a-real", "not a real",
            "not my real", "not real", "todo", "hidden", "masked",
            "<secret", "my-secret", "my_secret", "likeareal", "there-are-not", "7here4ar3not");
    /** Credentials of RFC 6749, copied into the manual of every OAuth library. */
    private static final List<String> PUBLISHED = List.of("2yotnfzfejr1zcsicmwpaa", "tgzv3jokf0xg5qx2tlkwia",
            "splxlobezqqybys6wxsbia", "czzcagrsa3f0", "gx1fbat3bv", "ad180jjd733klru7", "lsdkfol23w54jlksdef");
    private static final int LONGEST_COUNT = 6;

    private Placeholders() {}

    /**
     * Whether a stretch with a vendor's mark is an example all the same: says so, or hardly varies. People count up when they
     * make test keys, and keep them as passwords do not get kept: behind a mark, that is no excuse.
     */
    static boolean isMarkedSpecimen(String text, int start, int end) {
        String value = text.substring(start, Math.min(end, start + 512)).toLowerCase(Locale.ROOT);
        int mark = Math.max(value.indexOf('_'), value.indexOf('-')) + 1;
        return saysSo(value) || repeats(value) || goesRound(value, mark) || isDefused(value);
    }

    /** Whether that stretch is an example rather than a token: says so, counts up, or hardly varies. */
    static boolean isSpecimen(String text, int start, int end) {
        String value = text.substring(start, Math.min(end, start + 512)).toLowerCase(Locale.ROOT);
        return saysSo(value) || counts(value) || repeats(value);
    }

    /** Whether a word in the lower-case value says that it is none. */
    static boolean saysSo(String value) {
        for (String word : WORDS)
            if (value.contains(word)) return true;
        for (String published : PUBLISHED)
            if (value.contains(published)) return true;
        return false;
    }

    /** 123456, fedcba: nobody's key by chance. */
    static boolean counts(String value) {
        int up = 1;
        int down = 1;
        for (int i = 1; i < value.length(); i++) {
            int step = value.charAt(i) - value.charAt(i - 1);
            up = step == 1 ? up + 1 : 1;
            down = step == -1 ? down + 1 : 1;
            if (up >= LONGEST_COUNT || down >= LONGEST_COUNT) return true;
        }
        return false;
    }

    /**
     * A token that somebody has made useless before showing it: counted up or down over its first or last characters, and as it
     * was drawn otherwise. Keys of test systems that count all along are none of these.
     */
    private static boolean isDefused(String value) {
        int body = 0;
        for (int i = 0; i < value.length() && i < 16; i++)
            if (value.charAt(i) == '_' || value.charAt(i) == '-') body = i + 1;
        int counted = 0;
        boolean atAnEnd = false;
        for (int i = body; i < value.length();) {
            int end = countEnd(value, i);
            if (end - i >= LONGEST_COUNT) {
                counted += end - i;
                atAnEnd |= i == body || end == value.length();
            }
            i = Math.max(i + 1, end - 1);
        }
        return atAnEnd && counted * 5 < (value.length() - body) * 2;
    }

    /** Where the characters that count up, or down, from {@code from} on end. */
    private static int countEnd(String value, int from) {
        if (from + 1 >= value.length()) return from + 1;
        int step = value.charAt(from + 1) - value.charAt(from);
        int end = from + 1;
        while ((step == 1 || step == -1) && end < value.length() && value.charAt(end) - value.charAt(end - 1) == step)
            end++;
        return end;
    }

    /** Says the same over and over, or hardly varies. */
    static boolean repeats(String value) {
        return value.length() >= 16 && value.regionMatches(0, value, 8, 8) || hardlyVaries(value);
    }

    /** Says the same three times, sixteen characters at most. */
    static boolean goesRound(String value, int from) {
        for (int period = 1; period <= 16; period++)
            if (value.length() - from >= 3 * period + 4
                    && value.regionMatches(from, value, from + period, value.length() - from - period))
                return true;
        return false;
    }

    /** Fewer different characters than any random value has. */
    static boolean hardlyVaries(String value) {
        int body = Math.min(value.length() - 1, 4);
        long low = 0;
        long high = 0;
        for (int i = body; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 64) low |= 1L << c;
            else
                high |= 1L << (c & 63);
        }
        int different = Long.bitCount(low) + Long.bitCount(high);
        return different <= 5 || value.length() - body >= 20 && different <= 7;
    }
}
