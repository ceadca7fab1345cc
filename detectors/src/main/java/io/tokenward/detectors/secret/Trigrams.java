package io.tokenward.detectors.secret;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The most frequent threes of units of English and of code, counted over this project: the table {@code frequent.txt}. */
final class Trigrams {
    private static final int LETTERS = 26;
    private static final Map<String, Integer> RANKS = ranks();
    /** For each three letters, whether the table has them. */
    private static final boolean[] FAMILIAR = new boolean[LETTERS * LETTERS * LETTERS];

    static {
        for (String gram : RANKS.keySet()) {
            int index = index(gram, 0);
            if (index >= 0) FAMILIAR[index] = true;
        }
    }

    private Trigrams() {}

    private static Map<String, Integer> ranks() {
        var ranks = new HashMap<String, Integer>();
        try (InputStream bytes = Trigrams.class.getResourceAsStream("frequent.txt")) {
            if (bytes == null) throw new IllegalStateException("no table frequent.txt");
            var lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                ranks.put(line, ranks.size());
        } catch (IOException broken) {
            throw new IllegalStateException("table frequent.txt cannot be read", broken);
        }
        return Map.copyOf(ranks);
    }

    /** The place of three units in the order of frequency, 0 for the most frequent; -1 for rare ones. */
    static int rank(String gram) {
        return RANKS.getOrDefault(gram.toLowerCase(Locale.ROOT), -1);
    }

    /**
     * Whether the letters of the value follow each other as in no word: of {@code fewest} threes at least, one in sixteen at most is a
     * frequent one. Of threes drawn at random one in twenty is, in words every other one.
     */
    static boolean isUnlikely(String value, int fewest) {
        int threes = 0;
        int familiar = 0;
        for (int i = 0; i + 2 < value.length(); i++) {
            int index = index(value, i);
            if (index < 0) continue;
            threes++;
            if (FAMILIAR[index]) familiar++;
        }
        return threes >= fewest && familiar * 16 <= threes;
    }

    /** The number of the three letters from there on, in either case; -1 where others stand. */
    private static int index(String text, int from) {
        int index = 0;
        for (int i = from; i < from + 3; i++) {
            int letter = (text.charAt(i) | 0x20) - 'a';
            if (letter < 0 || letter >= LETTERS) return -1;
            index = index * LETTERS + letter;
        }
        return index;
    }
}
