package io.tokenward.rules.match;

import java.util.BitSet;
import java.util.List;

/** A {@link Need} over term numbers, and the anchor: the group of terms of which one must be seen before it is worth asking. */
sealed interface Plan {
    record Term(int id) implements Plan {}

    record Every(List<Plan> of) implements Plan {}

    record Some(List<Plan> of) implements Plan {}

    /** @param partTerms all terms of each part */
    record Near(List<Plan> of, boolean ordered, int width, List<int[]> partTerms) implements Plan {}

    record Always() implements Plan {}

    static Plan of(Need need, TermTable table, int[] nextAutomaton) {
        return switch (need) {
            case Need.OneTerm(String term) -> new Term(table.id(term));
            case Need.Matching(var _) -> new Term(table.size() + nextAutomaton[0]++);
            case Need.Every(List<Need> of) -> new Every(all(of, table, nextAutomaton));
            case Need.Some(List<Need> of) -> new Some(all(of, table, nextAutomaton));
            case Need.Near(List<Need> of, boolean ordered, int width) -> {
                List<Plan> parts = all(of, table, nextAutomaton);
                yield new Near(parts, ordered, width, parts.stream().map(Plan::terms).toList());
            }
            case Need.Always() -> new Always();
        };
    }

    private static List<Plan> all(List<Need> of, TermTable table, int[] nextAutomaton) {
        return of.stream().map(child -> of(child, table, nextAutomaton)).toList();
    }

    /** Whether these terms suffice, wherever they stand. */
    default boolean possible(BitSet seen) {
        return switch (this) {
            case Term(int id) -> seen.get(id);
            case Every(List<Plan> of) -> every(of, seen);
            case Near(List<Plan> of, var _, var _, var _) -> every(of, seen);
            case Some(List<Plan> of) -> {
                for (Plan child : of)
                    if (child.possible(seen)) yield true;
                yield false;
            }
            case Always() -> true;
        };
    }

    private static boolean every(List<Plan> of, BitSet seen) {
        for (Plan child : of)
            if (!child.possible(seen)) return false;
        return true;
    }

    /** The only terms it asks for, one of which is all it needs; empty where it needs more. */
    default int[] anyOf() {
        return switch (this) {
            case Term(int id) -> new int[]{id};
            case Some(List<Plan> of) when of.stream().allMatch(child -> child instanceof Term) -> terms();
            case Some _,Every _,Near _,Always _ -> new int[0];
        };
    }

    /** All terms it asks for, ascending. */
    default int[] terms() {
        var all = new BitSet();
        collect(this, all);
        return all.stream().toArray();
    }

    private static void collect(Plan plan, BitSet all) {
        switch (plan) {
            case Term(int id) -> all.set(id);
            case Every(List<Plan> of) -> of.forEach(child -> collect(child, all));
            case Some(List<Plan> of) -> of.forEach(child -> collect(child, all));
            case Near(List<Plan> of, var _, var _, var _) -> of.forEach(child -> collect(child, all));
            case Always() -> {}
        }
    }

    /** Terms of which at least one must be seen; empty where nothing can be said. The smallest such group. */
    default int[] anchor() {
        return switch (this) {
            case Term(int id) -> new int[]{id};
            case Every(List<Plan> of) -> smallest(of);
            case Near(List<Plan> of, var _, var _, var _) -> smallest(of);
            case Some(List<Plan> of) -> {
                BitSet union = new BitSet();
                for (Plan child : of) {
                    int[] anchor = child.anchor();
                    if (anchor.length == 0) yield new int[0];
                    for (int id : anchor)
                        union.set(id);
                }
                yield union.stream().toArray();
            }
            case Always() -> new int[0];
        };
    }

    private static int[] smallest(List<Plan> of) {
        int[] best = new int[0];
        for (Plan child : of) {
            int[] anchor = child.anchor();
            if (anchor.length > 0 && (best.length == 0 || anchor.length < best.length)) best = anchor;
        }
        return best;
    }
}
