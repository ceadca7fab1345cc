package io.tokenward.rules.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of terms of which a query asks for one, numbered: word lists are written once and used by many queries, so what is known
 * of a set is found out once. Not thread-safe while it grows, immutable after.
 */
final class TermGroups {
    private final Map<Members, Integer> numbers = new HashMap<>();
    private final List<int[]> terms = new ArrayList<>();

    /** Compared by what is in it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Members(int[] terms) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Members(int[] others) && Arrays.equals(terms, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(terms);
        }
    }

    /** The number of the group of these terms, which are ascending. */
    int of(int... members) {
        return numbers.computeIfAbsent(new Members(members), set -> {
            terms.add(set.terms());
            return terms.size() - 1;
        });
    }

    /** There will be no more: what was needed to tell them apart is let go. */
    void complete() {
        numbers.clear();
    }

    int size() {
        return terms.size();
    }

    /** The terms of a group, ascending. */
    int[] terms(int group) {
        return terms.get(group);
    }

    /** For each of so many terms, the groups that it is in. */
    int[][] byTerm(int count) {
        int[][] groups = new int[count][];
        int[] sizes = new int[count];
        terms.forEach(group -> {
            for (int term : group)
                sizes[term]++;
        });
        for (int term = 0; term < count; term++)
            groups[term] = new int[sizes[term]];
        Arrays.fill(sizes, 0);
        for (int group = 0; group < terms.size(); group++) {
            for (int term : terms.get(group))
                groups[term][sizes[term]++] = group;
        }
        return groups;
    }
}
