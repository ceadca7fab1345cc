package io.tokenward.rules.match;

import java.util.ArrayList;
import java.util.List;

/** A {@link Need} over numbered groups of terms. Immutable. */
sealed interface Plan {
    /** Stands for the terms of a part of which nothing can be said. */
    int NO_GROUP = -1;

    /** One of the terms of this group. */
    record Group(int id) implements Plan {}

    record Every(List<Plan> of) implements Plan {}

    /** @param any a group of which every match has a term, or {@link #NO_GROUP} */
    record Some(List<Plan> of, int any) implements Plan {}

    /**
     * All parts near each other.
     *
     * @param parts for each part a group of which every match of it has a term, or {@link #NO_GROUP}
     * @param flat whether every part is a group and nothing else
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, only walked over.
    record Near(List<Plan> of, boolean ordered, int width, int[] parts, boolean flat) implements Plan {}

    record Always() implements Plan {}

    /** Reads needs into plans, one after the other: automata are numbered behind the terms in the order of their needs. */
    final class Reader {
        private final TermTable table;
        private final TermGroups groups;
        private final Rarity rarity;
        private int automata;

        Reader(TermTable table, TermGroups groups, Rarity rarity) {
            this.table = table;
            this.groups = groups;
            this.rarity = rarity;
        }

        Plan read(Need need) {
            return switch (need) {
                case Need.OneTerm(String term) -> group(table.id(term));
                case Need.Matching(var _) -> group(table.size() + automata++);
                case Need.Every(List<Need> of) -> new Every(all(of));
                case Need.Some(List<Need> of) -> some(all(of));
                case Need.Near(List<Need> of, boolean ordered, int width) -> near(all(of), ordered, width);
                case Need.Always() -> new Always();
            };
        }

        private List<Plan> all(List<Need> of) {
            return of.stream().map(this::read).toList();
        }

        private Plan group(int term) {
            return new Group(groups.of(term));
        }

        /** Children that are groups become one. */
        private Plan some(List<Plan> of) {
            var members = new Numbers();
            List<Plan> others = new ArrayList<>();
            for (Plan child : of) {
                if (child instanceof Group) collect(child, members);
                else
                    others.add(child);
            }
            if (others.isEmpty()) return new Group(groups.of(members.distinct()));
            if (!members.isEmpty()) others.addFirst(new Group(groups.of(members.distinct())));
            return new Some(List.copyOf(others), terms(others));
        }

        private Plan near(List<Plan> of, boolean ordered, int width) {
            int[] parts = of.stream().mapToInt(part -> terms(List.of(part))).toArray();
            return new Near(of, ordered, width, parts, of.stream().allMatch(part -> part instanceof Group));
        }

        private int terms(List<Plan> alternatives) {
            var members = new Numbers();
            return every(alternatives, members) && !members.isEmpty() ? groups.of(members.distinct()) : NO_GROUP;
        }

        /** Adds terms of which one is in every match of the plan; false where it may hold without any. */
        private boolean collect(Plan plan, Numbers members) {
            return switch (plan) {
                case Group(int id) -> {
                    members.addAll(groups.terms(id));
                    yield true;
                }
                case Every(List<Plan> of) -> rarest(of, members);
                case Near near -> rarest(near.of(), members);
                case Some(List<Plan> of, var _) -> every(of, members);
                case Always() -> false;
            };
        }

        private boolean every(List<Plan> of, Numbers members) {
            boolean every = true;
            for (Plan child : of)
                every &= collect(child, members);
            return every;
        }

        /** All children hold, so the terms of one are enough: of the phrase "the rules" the second word is worth waiting for. */
        private boolean rarest(List<Plan> of, Numbers members) {
            int[] best = null;
            for (Plan child : of) {
                var terms = new Numbers();
                if (!collect(child, terms)) continue;
                int[] distinct = terms.distinct();
                if (best == null || rarity.weight(distinct) < rarity.weight(best)) best = distinct;
            }
            if (best == null) return false;
            members.addAll(best);
            return true;
        }
    }

    /** Groups of each of which a term must be seen, ascending; empty where nothing can be said. */
    default int[] required() {
        var all = new Numbers();
        require(this, all);
        return all.distinct();
    }

    private static void require(Plan plan, Numbers all) {
        switch (plan) {
            case Group(int id) -> all.add(id);
            case Every(List<Plan> of) -> of.forEach(child -> require(child, all));
            case Near near -> {
                near.of().forEach(child -> require(child, all));
                for (int part : near.parts())
                    if (part != NO_GROUP) all.add(part);
            }
            case Some(var _, int any) -> {
                if (any != NO_GROUP) all.add(any);
            }
            case Always() -> {}
        }
    }
}
