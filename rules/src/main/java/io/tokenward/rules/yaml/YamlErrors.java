package io.tokenward.rules.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects all errors of a reading, so that the user sees them at once. Not thread-safe. */
public final class YamlErrors {
    private static final int MAX = 100;
    private final List<String> messages = new ArrayList<>();
    private int dropped;

    /** Adds {@code place path: message}; {@code path} such as {@code plans.developer.rates} may be empty. */
    public void add(Place place, String path, String message) {
        add(place + (path.isEmpty() ? "" : " " + path) + ": " + message);
    }

    /** Adds a whole message. */
    public void add(String message) {
        if (messages.size() < MAX) {
            messages.add(message);
        } else {
            dropped++;
        }
    }

    /** Whether nothing went wrong. */
    public boolean isEmpty() {
        return messages.isEmpty();
    }

    /** All messages in the order found; at most 100, then one line that counts the rest. */
    public List<String> messages() {
        if (dropped == 0) return List.copyOf(messages);
        var all = new ArrayList<>(messages);
        all.add("… and " + dropped + " more");
        return List.copyOf(all);
    }

    /** {@code ; did you mean "x"?} for the nearest of {@code known} within two edits, else empty. */
    public static String didYouMean(String wrong, Iterable<String> known) {
        String best = "";
        int bestDistance = 3;
        for (String word : known) {
            int distance = distance(wrong, word);
            if (distance < bestDistance && distance < Math.max(word.length(), 2)) {
                bestDistance = distance;
                best = word;
            }
        }
        return best.isEmpty() ? "" : "; did you mean \"" + best + "\"?";
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) return 3;
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++)
            row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
