package io.tokenward.rules.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all errors of a reading, so that the user sees them at once. Not thread-safe. */
public final class YamlErrors {
    private static final int MAX = 100;
    private final List<Entry> entries = new ArrayList<>();
    private int dropped;

    /** Adds {@code place path: message}; {@code path} such as {@code plans.developer.rates} may be empty. */
    public void add(Place place, String path, String message) {
        add(new Entry(Optional.of(place), path, message));
    }

    /** Adds a whole message. */
    public void add(String message) {
        add(new Entry(Optional.empty(), "", message));
    }

    private void add(Entry entry) {
        if (entries.size() < MAX) {
            entries.add(entry);
        } else {
            dropped++;
        }
    }

    /**
     * One error.
     *
     * @param place empty where the message says it
     * @param path such as {@code plans.developer.rates}; may be empty
     */
    public record Entry(Optional<Place> place, String path, String message) {
        @Override
        public String toString() {
            return place.map(where -> where + (path.isEmpty() ? "" : " " + path) + ": ").orElse("") + message;
        }
    }

    /** Whether nothing went wrong. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** All messages in the order found; at most 100, then one line that counts the rest. */
    public List<String> messages() {
        return entries().stream().map(Entry::toString).toList();
    }

    /** The same in their parts. */
    public List<Entry> entries() {
        if (dropped == 0) return List.copyOf(entries);
        var all = new ArrayList<>(entries);
        all.add(new Entry(Optional.empty(), "", "… and " + dropped + " more"));
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
