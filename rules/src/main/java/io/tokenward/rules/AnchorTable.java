package io.tokenward.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all anchors of all patterns in one pass: a table of their first three units, or of all where there are fewer, says
 * where one may begin. Immutable and thread-safe.
 */
final class AnchorTable {
    /** Shorter ones would send the pattern to every other word, unless they are signs or outside ASCII. */
    static final int SHORTEST = 3;
    /** Places of one anchor in one text. */
    private static final int MAX_PLACES = 2000;
    private static final int SIZE = 1 << 16;
    private static final int[] NOWHERE = {};

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final String[] anchors;
    private final IdentityHashMap<Condition.PatternLeaf, int[]> byLeaf = new IdentityHashMap<>();
    /** Small enough for the nearest cache: which entries of the tables below are not empty. */
    private final long[] threes = new long[SIZE >> 6];
    private final long[] shorts = new long[SIZE >> 6];
    private final int[][] byThree = empty();
    private final int[][] byTwo = empty();
    private final int[][] byOne = empty();

    AnchorTable(List<Rule> rules) {
        for (Rule rule : rules)
            collect(rule.when());
        anchors = numbers.keySet().toArray(String[]::new);
        Map<Integer, List<Integer>> longer = new HashMap<>();
        Map<Integer, List<Integer>> twos = new HashMap<>();
        Map<Integer, List<Integer>> ones = new HashMap<>();
        for (int i = 0; i < anchors.length; i++) {
            String anchor = anchors[i];
            switch (anchor.length()) {
                case 1 -> ones.computeIfAbsent((int) anchor.charAt(0), _ -> new ArrayList<>()).add(i);
                case 2 -> twos.computeIfAbsent(two(anchor.charAt(0), anchor.charAt(1)), _ -> new ArrayList<>()).add(i);
                default -> longer.computeIfAbsent(three(anchor.charAt(0), anchor.charAt(1), anchor.charAt(2)),
                        _ -> new ArrayList<>()).add(i);
            }
        }
        longer.forEach((hash, list) -> {
            byThree[hash] = list.stream().mapToInt(i -> i).toArray();
            mark(threes, hash);
        });
        twos.forEach((hash, list) -> {
            byTwo[hash] = list.stream().mapToInt(i -> i).toArray();
            mark(shorts, hash);
        });
        ones.forEach((unit, list) -> {
            byOne[unit] = list.stream().mapToInt(i -> i).toArray();
            for (int second = 0; second < SIZE; second++)
                mark(shorts, two((char) (int) unit, (char) second));
        });
    }

    private static void mark(long[] bits, int entry) {
        bits[entry >> 6] |= 1L << entry;
    }

    private static boolean marked(long[] bits, int entry) {
        return (bits[entry >> 6] & 1L << entry) != 0;
    }

    /** Whether a pattern may be sought by that anchor, which is in lower case. */
    static boolean longEnough(String anchor) {
        boolean rare = anchor.chars().anyMatch(c -> c >= 0x80 || c > ' ' && !Character.isLetterOrDigit(c));
        return anchor.length() >= SHORTEST || rare && !anchor.isEmpty();
    }

    private void collect(Condition condition) {
        switch (condition) {
            case Condition.PatternLeaf leaf ->
                byLeaf.put(leaf, leaf.anchors().stream().mapToInt(this::number).toArray());
            case Condition.QueryLeaf _,Condition.DetectorLeaf _ -> {}
            case Condition.All(List<Condition> of) -> of.forEach(this::collect);
            case Condition.Any(List<Condition> of) -> of.forEach(this::collect);
            case Condition.Not(Condition of) -> collect(of);
            case Condition.AtLeast(int _, List<Condition> of) -> of.forEach(this::collect);
        }
    }

    private int number(Anchor anchor) {
        return numbers.computeIfAbsent(anchor.literal(), _ -> numbers.size());
    }

    /** Where anchors stand in a text, whatever the case of its ASCII letters. */
    Places find(String text) {
        var places = new Places();
        int length = text.length();
        char[] lower = new char[length];
        text.getChars(0, length, lower, 0);
        for (int i = 0; i < length; i++) {
            char c = lower[i];
            if (c >= 'A' && c <= 'Z') lower[i] = (char) (c + 32);
        }
        char second = length == 0 ? 0 : lower[0];
        for (int i = 0; i < length; i++) {
            char first = second;
            second = i + 1 < length ? lower[i + 1] : 0;
            char third = i + 2 < length ? lower[i + 2] : 0;
            int hash = three(first, second, third);
            if (marked(threes, hash)) places.take(byThree[hash], lower, i);
            int pair = two(first, second);
            if (marked(shorts, pair)) {
                places.take(byTwo[pair], lower, i);
                places.take(byOne[first], lower, i);
            }
        }
        return places;
    }

    private static int[][] empty() {
        int[][] table = new int[SIZE][];
        Arrays.fill(table, NOWHERE);
        return table;
    }

    private static int three(char a, char b, char c) {
        return ((a * 37 + b) * 41 ^ c) & (SIZE - 1);
    }

    private static int two(char a, char b) {
        return (a << 7 ^ b) & (SIZE - 1);
    }

    /** The places in one text. Not thread-safe. */
    final class Places {
        private final int[][] found = new int[anchors.length][];
        private final int[] counts = new int[anchors.length];

        private Places() {
            Arrays.fill(found, NOWHERE);
        }

        private void take(int[] candidates, char[] lower, int at) {
            for (int candidate : candidates) {
                if (counts[candidate] >= MAX_PLACES || !startsWith(lower, at, anchors[candidate])) continue;
                int[] places = found[candidate];
                if (counts[candidate] == places.length)
                    found[candidate] = places = Arrays.copyOf(places, Math.max(4, places.length * 2));
                places[counts[candidate]++] = at;
            }
        }

        private static boolean startsWith(char[] lower, int at, String anchor) {
            if (at + anchor.length() > lower.length) return false;
            for (int i = 0; i < anchor.length(); i++)
                if (lower[at + i] != anchor.charAt(i)) return false;
            return true;
        }

        /** Whether any anchor of the pattern is there. */
        boolean any(Condition.PatternLeaf leaf) {
            for (int number : numbers(leaf))
                if (counts[number] > 0) return true;
            return false;
        }

        /** Where the pattern's anchor of that number in its list stands, ascending. */
        int[] of(Condition.PatternLeaf leaf, int anchor) {
            int number = numbers(leaf)[anchor];
            return counts[number] == 0 ? NOWHERE : Arrays.copyOf(found[number], counts[number]);
        }

        private int[] numbers(Condition.PatternLeaf leaf) {
            int[] known = byLeaf.get(leaf);
            return known == null ? NOWHERE : known;
        }
    }
}
