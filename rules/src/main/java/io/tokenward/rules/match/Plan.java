package io.tokenward.rules.match;

import java.util.BitSet;
import java.util.List;

/** A {@link Need} over term numbers, and the anchor: the group of terms of which one must be seen before it is worth asking. */
sealed interface Plan {
    record Term(int id) implements Plan {}

    record Every(List<Plan> of) implements Plan {}

    record Some(List<Plan> of) implements Plan {}

    record Always() implements Plan {}

    static Plan of(Need need, TermTable table, int[] nextAutomaton) {
        return switch (need) {
            case Need.OneTerm(String term) -> new Term(table.id(term));
            case Need.Matching(var _) -> new Term(table.size() + nextAutomaton[0]++);
            case Need.Every(List<Need> of) ->
                new Every(of.stream().map(child -> of(child, table, nextAutomaton)).toList());
            case Need.Some(List<Need> of) ->
                new Some(of.stream().map(child -> of(child, table, nextAutomaton)).toList());
            case Need.Always() -> new Always();
        };
    }

    /** Whether these terms suffice. */
    default boolean possible(BitSet seen) {
        return switch (this) {
            case Term(int id) -> seen.get(id);
            case Every(List<Plan> of) -> {
                for (Plan child : of)
                    if (!child.possible(seen)) yield false;
                yield true;
            }
            case Some(List<Plan> of) -> {
                for (Plan child : of)
                    if (child.possible(seen)) yield true;
                yield false;
            }
            case Always() -> true;
        };
    }

    /** Terms of which at least one must be seen; empty where nothing can be said. The smallest such group. */
    default int[] anchor() {
        return switch (this) {
            case Term(int id) -> new int[]{id};
            case Every(List<Plan> of) -> {
                int[] best = new int[0];
                for (Plan child : of) {
                    int[] anchor = child.anchor();
                    if (anchor.length > 0 && (best.length == 0 || anchor.length < best.length)) best = anchor;
                }
                yield best;
            }
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
}
