package io.tokenward.rules.memory;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** The numbers of one attack that a text showed lately: a copy where enough different ones stand close together. One thread's. */
final class Trail {
    private final int needed;
    private final int reach;
    private final ArrayDeque<int[]> recent = new ArrayDeque<>();
    private final Map<Integer, Integer> counts = new HashMap<>();
    private int start;
    private int end;
    private boolean copy;

    Trail(Sketch sketch) {
        needed = sketch.needed();
        // Words may have been put in between.
        reach = sketch.words() + sketch.words() / 2 + 8;
    }

    void add(int hash, int number, int from, int to) {
        if (copy) return;
        recent.add(new int[]{hash, number, from});
        counts.merge(hash, 1, Integer::sum);
        while (number - recent.element()[1] > reach)
            counts.computeIfPresent(recent.remove()[0], (_, count) -> count == 1 ? null : count - 1);
        if (counts.size() < needed) return;
        copy = true;
        start = recent.element()[2];
        end = to;
    }

    boolean isCopy() {
        return copy;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
