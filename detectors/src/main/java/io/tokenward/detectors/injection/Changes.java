package io.tokenward.detectors.injection;

import io.tokenward.detectors.text.TextView;
import java.util.Arrays;

/**
 * Where one view of a text says something else than another view of the same text. The views of an ordinary text are equal
 * but for a word or two, and what was scored once need not be scored again. Not thread-safe; linear time.
 */
final class Changes {
    /** Characters on each side of a change that are read with it: it stands out in its surroundings or not at all. */
    static final int AROUND = Windows.LONG / 2;

    private int[] bounds = new int[16];
    private int count;

    private Changes() {}

    /**
     * The stretches of {@code changed} in which it differs from {@code known}, with their surroundings.
     *
     * @return beginnings and ends, in turns, ascending and apart
     */
    static int[] between(TextView known, TextView changed) {
        var changes = new Changes();
        int i = 0;
        int j = 0;
        while (j < changed.length()) {
            if (i == known.length()) {
                changes.add(j, changed.length());
                break;
            }
            int ahead = known.originalStart(i) - changed.originalStart(j);
            if (ahead == 0 && known.chars()[i] == changed.chars()[j]) {
                i++;
                j++;
                continue;
            }
            changes.add(j, changed.length());
            if (ahead <= 0) i++;
            if (ahead >= 0) j++;
        }
        return Arrays.copyOf(changes.bounds, changes.count);
    }

    private void add(int at, int length) {
        int from = Math.max(0, at - AROUND);
        int to = Math.min(length, at + AROUND);
        if (count > 0 && bounds[count - 1] >= from) {
            bounds[count - 1] = Math.max(bounds[count - 1], to);
            return;
        }
        if (count == bounds.length) bounds = Arrays.copyOf(bounds, 2 * count);
        bounds[count++] = from;
        bounds[count++] = to;
    }
}
