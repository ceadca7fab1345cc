package io.tokenward.rules;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Finds all anchors of all patterns in one pass: a table of their {@link RareThree rarest three units}, or of all where there
 * are fewer, says where one may stand. Immutable and thread-safe.
 */
final class AnchorTable {
    /** Shorter ones would send the pattern to every other word, unless they are signs or outside ASCII. */
    static final int SHORTEST = 3;
    /** Places of one anchor in one text. */
    private static final int MAX_PLACES = 2000;
    private static final int SIZE = 1 << 16;
    private static final int[] NOWHERE = {};

    private static final int GRAM = 3;
    private static final int UNIT_BITS = 7;
    private static final int GRAM_BITS = 16;
    private static final int GRAMS = 1 << GRAM_BITS;
    /** In {@link #begins}: whether the unit begins an anchor of one, of two units. */
    private static final byte ONE = 1;
    private static final byte TWO = 2;

    private final char[][] anchors;
    /** By anchor: the units before those that lead to it. */
    private final int[] before;
    /** By pattern: the numbers of its anchors in the order of its list. */
    private final int[][] byPattern;
    /** By anchor: the patterns that have it. */
    private final int[][] patternsOf;
    private final byte[] begins = new byte[SIZE];
    /** Small enough for the nearest cache: a bit for each entry of {@link #byGram} that is not empty. */
    private final long[] grams = new long[GRAMS >> 6];
    private final int[][] byGram = empty(GRAMS);
    private final int[][] byTwo = empty(SIZE);
    private final int[][] byOne = empty(SIZE);

    AnchorTable(List<Condition.PatternLeaf> patterns) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        byPattern = patterns.stream()
                .map(leaf -> leaf.anchors()
                        .stream()
                        .mapToInt(anchor -> numbers.computeIfAbsent(anchor.literal(), _ -> numbers.size()))
                        .toArray())
                .toArray(int[][]::new);
        anchors = numbers.keySet().stream().map(String::toCharArray).toArray(char[][]::new);
        patternsOf = new int[anchors.length][];
        Arrays.fill(patternsOf, NOWHERE);
        for (int pattern = 0; pattern < byPattern.length; pattern++) {
            for (int anchor : byPattern[pattern])
                patternsOf[anchor] = with(patternsOf[anchor], pattern);
        }
        before = new int[anchors.length];
        for (int i = 0; i < anchors.length; i++) {
            char[] anchor = anchors[i];
            char first = anchor[0];
            switch (anchor.length) {
                case 1 -> {
                    begins[first] |= ONE;
                    byOne[first] = with(byOne[first], i);
                }
                case 2 -> {
                    begins[first] |= TWO;
                    int pair = two(first, anchor[1]);
                    byTwo[pair] = with(byTwo[pair], i);
                }
                default -> {
                    before[i] = RareThree.in(new String(anchor));
                    int hash = gram(anchor, before[i]);
                    byGram[hash] = with(byGram[hash], i);
                    grams[hash >> 6] |= 1L << hash;
                }
            }
        }
    }

    private static int[] with(int[] list, int one) {
        int[] longer = Arrays.copyOf(list, list.length + 1);
        longer[list.length] = one;
        return longer;
    }

    /** Whether a pattern may be sought by that anchor, which is in lower case. */
    static boolean longEnough(String anchor) {
        boolean rare = anchor.chars().anyMatch(c -> c >= 0x80 || c > ' ' && !Character.isLetterOrDigit(c));
        return anchor.length() >= SHORTEST || rare && !anchor.isEmpty();
    }

    /** Where anchors stand among the first {@code length} units, of which ASCII letters must be in lower case. */
    Places find(char[] lower, int length) {
        var places = new Places();
        for (int i = next(lower, 0, length); i < length; i = next(lower, i + 1, length)) {
            int hash = hash(units(lower, i + 1));
            if ((grams[hash >> 6] >> hash & 1) != 0) places.take(byGram[hash], lower, length, i - GRAM + 1);
            if (begins[lower[i]] != 0) takeShort(lower, length, i, places);
        }
        return places;
    }

    /** The first place from {@code from} on where three units end that an anchor may have, or a short one begins; or the end. */
    private int next(char[] lower, int from, int length) {
        long[] maybe = grams;
        byte[] shorts = begins;
        int rolled = units(lower, from);
        for (int i = from; i < length; i++) {
            char c = lower[i];
            rolled = roll(rolled, c);
            int hash = hash(rolled);
            if ((maybe[hash >> 6] >> hash & 1 | shorts[c]) != 0) return i;
        }
        return length;
    }

    /** The last three units before that place. */
    private static int units(char[] lower, int end) {
        int rolled = 0;
        for (int i = Math.max(0, end - GRAM); i < end; i++)
            rolled = roll(rolled, lower[i]);
        return rolled;
    }

    private void takeShort(char[] lower, int length, int at, Places places) {
        char c = lower[at];
        if ((begins[c] & TWO) != 0 && at + 1 < length) places.take(byTwo[two(c, lower[at + 1])], lower, length, at);
        if ((begins[c] & ONE) != 0) places.take(byOne[c], lower, length, at);
    }

    private static int[][] empty(int size) {
        int[][] table = new int[size][];
        Arrays.fill(table, NOWHERE);
        return table;
    }

    private static int gram(char[] anchor, int at) {
        return hash(roll(roll(roll(0, anchor[at]), anchor[at + 1]), anchor[at + 2]));
    }

    /** In the lowest bits the last three units: older ones go up and out. */
    private static int roll(int units, char unit) {
        return units << UNIT_BITS ^ unit;
    }

    /** Spreads what differs in few bits (Knuth's multiplicative hashing). */
    private static int hash(int units) {
        return (units << Integer.SIZE - GRAM * UNIT_BITS) * 0x9E3779B1 >>> Integer.SIZE - GRAM_BITS;
    }

    private static int two(char a, char b) {
        return (a << 7 ^ b) & (SIZE - 1);
    }

    /** The places in one text. Not thread-safe. */
    final class Places {
        /** By anchor; made for those that are there. */
        private final int[][] found = new int[anchors.length][];
        private final int[] counts = new int[anchors.length];
        private final BitSet there = new BitSet(anchors.length);

        private void take(int[] candidates, char[] lower, int length, int three) {
            for (int candidate : candidates) {
                int at = three - before[candidate];
                if (counts[candidate] >= MAX_PLACES || !startsWith(lower, length, at, anchors[candidate])) continue;
                room(candidate)[counts[candidate]++] = at;
            }
        }

        private int[] room(int anchor) {
            int count = counts[anchor];
            if (count == 0) {
                there.set(anchor);
                found[anchor] = new int[4];
            } else if (count == found[anchor].length) {
                found[anchor] = Arrays.copyOf(found[anchor], 2 * count);
            }
            return found[anchor];
        }

        /** From behind: what comes first is more often equal. */
        private static boolean startsWith(char[] lower, int length, int at, char[] anchor) {
            if (at < 0 || at + anchor.length > length) return false;
            for (int i = anchor.length - 1; i >= 0; i--)
                if (lower[at + i] != anchor[i]) return false;
            return true;
        }

        /** Whether any anchor of the pattern is there. */
        boolean any(int pattern) {
            for (int number : byPattern[pattern])
                if (counts[number] > 0) return true;
            return false;
        }

        /** Calls {@code each} for every pattern of which an anchor is there, perhaps more than once. */
        void forEachPattern(IntConsumer each) {
            for (int anchor = there.nextSetBit(0); anchor >= 0; anchor = there.nextSetBit(anchor + 1)) {
                for (int pattern : patternsOf[anchor])
                    each.accept(pattern);
            }
        }

        /** Where the pattern's anchor of that number in its list stands, ascending. */
        int[] of(int pattern, int anchor) {
            int number = byPattern[pattern][anchor];
            return counts[number] == 0 ? NOWHERE : Arrays.copyOf(found[number], counts[number]);
        }
    }
}
