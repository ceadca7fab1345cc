package io.tokenward.rules.match;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where in a window the terms stand, each with its positions ascending; says whether a plan can hold where its words stand. Not
 * thread-safe.
 */
final class Sights {
    private static final int END = -1;

    /** The terms seen. */
    final BitSet seen;
    private final int[] heads;
    private final int[] tails;
    private final int[] counts;
    private int[] positions = new int[128];
    private int[] nexts = new int[128];
    private int size;

    Sights(int terms) {
        seen = new BitSet(terms);
        heads = new int[terms];
        tails = new int[terms];
        counts = new int[terms];
    }

    void add(int term, int position) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
            nexts = Arrays.copyOf(nexts, size * 2);
        }
        positions[size] = position;
        nexts[size] = END;
        if (seen.get(term)) {
            nexts[tails[term]] = size;
        } else {
            seen.set(term);
            heads[term] = size;
        }
        tails[term] = size++;
        counts[term]++;
    }

    void clear() {
        for (int term = seen.nextSetBit(0); term >= 0; term = seen.nextSetBit(term + 1))
            counts[term] = 0;
        seen.clear();
        size = 0;
    }

    /** Positions of any of the terms, ascending. */
    int[] positions(int[] terms) {
        int[] all = new int[count(terms)];
        int at = 0;
        for (int term : terms) {
            for (int sight = head(term); sight != END; sight = nexts[sight])
                all[at++] = positions[sight];
        }
        Arrays.sort(all);
        return all;
    }

    /** Whether the plan may hold somewhere: never wrong in saying no. */
    boolean possible(Plan plan) {
        return possible(plan, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private boolean possible(Plan plan, int from, int to) {
        return switch (plan) {
            case Plan.Term(int id) -> within(id, from, to);
            case Plan.Every(List<Plan> of) -> {
                for (Plan part : of)
                    if (!possible(part, from, to)) yield false;
                yield true;
            }
            case Plan.Some(List<Plan> of) -> {
                for (Plan part : of)
                    if (possible(part, from, to)) yield true;
                yield false;
            }
            case Plan.Near near -> near(near, from, to);
            case Plan.Always() -> true;
        };
    }

    private boolean within(int term, int from, int to) {
        for (int sight = head(term); sight != END && positions[sight] <= to; sight = nexts[sight])
            if (positions[sight] >= from) return true;
        return false;
    }

    /** Round each word of the rarest part, the others must be near enough, and on the right side where their order counts. */
    private boolean near(Plan.Near near, int from, int to) {
        int rarest = rarest(near.partTerms());
        for (int term : near.partTerms().get(rarest)) {
            for (int sight = head(term); sight != END && positions[sight] <= to; sight = nexts[sight]) {
                int position = positions[sight];
                if (position < from) continue;
                if (round(near, rarest, position, Math.max(from, less(position, near.width())),
                        Math.min(to, more(position, near.width()))))
                    return true;
            }
        }
        return false;
    }

    private boolean round(Plan.Near near, int rarest, int position, int from, int to) {
        List<Plan> parts = near.of();
        for (int i = 0; i < parts.size(); i++) {
            int first = near.ordered() && i > rarest ? position + 1 : from;
            int last = near.ordered() && i < rarest ? position - 1 : to;
            if (!possible(parts.get(i), first, last)) return false;
        }
        return true;
    }

    private static int less(int position, int width) {
        return width == Need.ANY_WIDTH ? Integer.MIN_VALUE : position - width + 1;
    }

    private static int more(int position, int width) {
        return width == Need.ANY_WIDTH ? Integer.MAX_VALUE : position + width - 1;
    }

    private int rarest(List<int[]> parts) {
        int best = 0;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < parts.size(); i++) {
            // A part without terms of its own says nothing of where it stands.
            int count = parts.get(i).length == 0 ? Integer.MAX_VALUE : count(parts.get(i));
            if (count < fewest) {
                fewest = count;
                best = i;
            }
        }
        return best;
    }

    private int count(int[] terms) {
        int count = 0;
        for (int term : terms)
            count += counts[term];
        return count;
    }

    private int head(int term) {
        return counts[term] == 0 ? END : heads[term];
    }
}
