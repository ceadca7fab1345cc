package io.tokenward.rules.match;

import java.util.Arrays;
import java.util.List;

/**
 * Where in a window the terms stand; says which groups of terms are there, where, and whether a plan can hold where its words
 * stand. Not thread-safe; made once and used for many windows.
 */
final class Sights {
    private static final int END = -1;
    /** What grew for one hostile text is given back after it. */
    private static final int KEPT = 1 << 16;
    /** So many are sorted by insertion. */
    private static final int FEW = 12;

    private final TermGroups groups;
    private final int[][] groupsOf;
    /** By term: first and last sight; valid where {@link #stamps} says so. */
    private final int[] heads;
    private final int[] tails;
    private final int[] stamps;
    private int[] positions = new int[512];
    private int[] nexts = new int[512];
    private int size;
    private int oldest = Integer.MAX_VALUE;
    private int newest = -1;
    private int now = 1;
    /** A bit for each group of which a term was seen. */
    private final long[] seen;
    /** By group: where in {@link #listed} its positions begin and end; valid where {@link #listStamps} says so. */
    private final int[] listStarts;
    private final int[] listEnds;
    private final int[] listStamps;
    private int[] listed = new int[512];
    private int listedSize;
    private final long[] bits = new long[(QueryMatcher.WINDOW >> 6) + 1];
    /** How far {@link #ordered} has come in each part that it has looked at. */
    private int[] cursors = new int[8];

    Sights(int terms, TermGroups groups, int[][] groupsOf) {
        this.groups = groups;
        this.groupsOf = groupsOf;
        heads = new int[terms];
        tails = new int[terms];
        stamps = new int[terms];
        seen = new long[(groups.size() + 63) >> 6];
        listStarts = new int[groups.size()];
        listEnds = new int[groups.size()];
        listStamps = new int[groups.size()];
    }

    /** Positions of one term come ascending. */
    void add(int term, int position) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
            nexts = Arrays.copyOf(nexts, size * 2);
        }
        positions[size] = position;
        nexts[size] = END;
        oldest = Math.min(oldest, position);
        newest = Math.max(newest, position);
        if (stamps[term] == now) {
            nexts[tails[term]] = size;
        } else {
            stamps[term] = now;
            heads[term] = size;
            for (int group : groupsOf[term])
                seen[group >> 6] |= 1L << group;
        }
        tails[term] = size++;
    }

    void clear() {
        Arrays.fill(seen, 0);
        size = 0;
        oldest = Integer.MAX_VALUE;
        newest = -1;
        listedSize = 0;
        if (positions.length > KEPT) {
            positions = new int[512];
            nexts = new int[512];
        }
        if (listed.length > KEPT) listed = new int[512];
        if (++now < 0) {
            Arrays.fill(stamps, 0);
            Arrays.fill(listStamps, 0);
            now = 1;
        }
    }

    /** Bits of the groups seen, 64 to a word. */
    long[] seen() {
        return seen;
    }

    /** Whether each of these groups was seen. */
    boolean seen(int[] wanted) {
        for (int group : wanted)
            if (!isSeen(group)) return false;
        return true;
    }

    private boolean isSeen(int group) {
        return (seen[group >> 6] >> group & 1) != 0;
    }

    /** The same for parts, of which nothing may be known. */
    private boolean areSeen(int[] parts) {
        for (int group : parts)
            if (group != Plan.NO_GROUP && !isSeen(group)) return false;
        return true;
    }

    /** Positions of the group's terms, ascending, one for each sight. */
    int[] positionsOf(int group) {
        list(group);
        return Arrays.copyOfRange(listed, listStarts[group], listEnds[group]);
    }

    private void list(int group) {
        if (listStamps[group] == now) return;
        int start = listedSize;
        int sources = 0;
        for (int term : groups.terms(group)) {
            if (stamps[term] != now) continue;
            sources++;
            for (int sight = heads[term]; sight != END; sight = nexts[sight]) {
                if (listedSize == listed.length) listed = Arrays.copyOf(listed, listedSize * 2);
                listed[listedSize++] = positions[sight];
            }
        }
        if (sources > 1) listedSize = sort(start, listedSize);
        listStarts[group] = start;
        listEnds[group] = listedSize;
        listStamps[group] = now;
    }

    /** Sorts the listed positions from {@code start} to before {@code end}, which it returns, less where some were equal. */
    private int sort(int start, int end) {
        if (end - start <= FEW) {
            insert(start, end);
            return end;
        }
        // A window has no more positions than it has words: a bit for each.
        for (int i = start; i < end; i++)
            bits[listed[i] - oldest >> 6] |= 1L << listed[i] - oldest;
        int at = start;
        for (int word = 0; word <= newest - oldest >> 6; word++) {
            for (long left = bits[word]; left != 0; left &= left - 1)
                listed[at++] = oldest + (word << 6 | Long.numberOfTrailingZeros(left));
            bits[word] = 0;
        }
        return at;
    }

    private void insert(int start, int end) {
        for (int i = start + 1; i < end; i++) {
            int position = listed[i];
            int at = i;
            for (; at > start && listed[at - 1] > position; at--)
                listed[at] = listed[at - 1];
            listed[at] = position;
        }
    }

    /** Whether the plan may hold somewhere: never wrong in saying no. */
    boolean possible(Plan plan) {
        return possible(plan, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private boolean possible(Plan plan, int from, int to) {
        return switch (plan) {
            case Plan.Group(int group) -> isSeen(group) && within(group, from, to);
            case Plan.Every(List<Plan> of) -> {
                for (Plan part : of)
                    if (!possible(part, from, to)) yield false;
                yield true;
            }
            case Plan.Some(List<Plan> of, var _) -> {
                for (Plan part : of)
                    if (possible(part, from, to)) yield true;
                yield false;
            }
            // Most alternatives of a list have a word that is nowhere: nothing is listed for them.
            case Plan.Near near when !areSeen(near.parts()) -> false;
            case Plan.Near near -> near.flat() && near.ordered() ? ordered(near, from, to) : near(near, from, to);
            case Plan.Always() -> true;
        };
    }

    private boolean within(int group, int from, int to) {
        list(group);
        int at = first(listStarts[group], listEnds[group], from);
        return at < listEnds[group] && listed[at] <= to;
    }

    /** Index of the first listed position that is {@code from} or behind it, among those from {@code low} to {@code high}. */
    private int first(int low, int high, int from) {
        while (low < high) {
            int middle = low + high >>> 1;
            if (listed[middle] < from) low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /**
     * From each word of the first part on, the nearest word of each following part: exact for single words, one pass over all.
     * A part is not looked at before one in front of it stood near enough.
     */
    private boolean ordered(Plan.Near near, int from, int to) {
        int[] parts = near.parts();
        if (cursors.length < parts.length) cursors = new int[parts.length];
        list(parts[0]);
        int begun = 1;
        int end = listEnds[parts[0]];
        for (int i = first(listStarts[parts[0]], end, from); i < end && listed[i] <= to; i++) {
            int start = listed[i];
            int last = start;
            int k = 1;
            for (; k < parts.length && within(near, start, last); k++) {
                if (k == begun) begin(parts, begun++, from);
                int at = cursors[k];
                int partEnd = listEnds[parts[k]];
                while (at < partEnd && listed[at] <= last)
                    at++;
                // A part that does not come again is in no later match either.
                if (at == partEnd) return false;
                cursors[k] = at;
                last = listed[at];
            }
            if (k == parts.length && last <= to && within(near, start, last)) return true;
        }
        return false;
    }

    private void begin(int[] parts, int part, int from) {
        list(parts[part]);
        cursors[part] = first(listStarts[parts[part]], listEnds[parts[part]], from);
    }

    private static boolean within(Plan.Near near, int start, int last) {
        return near.width() == Need.ANY_WIDTH || last - start < near.width();
    }

    /** Round each word of the rarest part, the others must be near enough, and on the right side where their order counts. */
    private boolean near(Plan.Near near, int from, int to) {
        int rarest = rarest(near.parts());
        if (rarest < 0) return true;
        int group = near.parts()[rarest];
        for (int i = first(listStarts[group], listEnds[group], from); i < listEnds[group]; i++) {
            int position = listed[i];
            if (position > to) return false;
            if (round(near, rarest, position, Math.max(from, less(position, near.width())),
                    Math.min(to, more(position, near.width()))))
                return true;
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

    /** The part with the fewest words; a part without terms of its own says nothing of where it stands. */
    private int rarest(int[] parts) {
        int best = -1;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == Plan.NO_GROUP) continue;
            list(parts[i]);
            int count = listEnds[parts[i]] - listStarts[parts[i]];
            if (count < fewest) {
                fewest = count;
                best = i;
            }
        }
        return best;
    }
}
