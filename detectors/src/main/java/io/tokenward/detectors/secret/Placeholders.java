package io.tokenward.detectors.secret;

import java.util.List;
import java.util.Locale;

/** Values that stand where a secret would stand: examples of manuals, fillers, counted-up digits. */
final class Placeholders {
    private static final List<String> WORDS = List.of("example", "placeholder", "changeme", "change_me", "change-me",
            "your_", "your-", "yourkey", "yourtoken", "yoursecret", "yourpass", "xxxx", "****", "....", "dummy",
            "redacted",
            "insert", "replace", "sample", "fake", "notareal", "not_a_real", "not-a-real", "todo", "hidden", "masked",
            "<secret", "my-secret", "my_secret", "mysecret", "likeareal", "there-are-not", "7here4ar3not");
    private static final int LONGEST_COUNT = 6;

    private Placeholders() {}

    /** Whether that stretch is an example rather than a token: says so, counts up, or hardly varies. */
    static boolean isSpecimen(String text, int start, int end) {
        String value = text.substring(start, Math.min(end, start + 512)).toLowerCase(Locale.ROOT);
        return saysSo(value) || counts(value) || repeats(value);
    }

    /** Whether a word in the lower-case value says that it is none. */
    static boolean saysSo(String value) {
        for (String word : WORDS)
            if (value.contains(word)) return true;
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

    /** Fewer different characters than any random value has. */
    private static boolean repeats(String value) {
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
