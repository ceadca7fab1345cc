package io.tokenward.rules.match;

import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/**
 * What a text needs for a query to be possible at all: a formula over terms, read off the query. Whatever it cannot read counts
 * as always possible, so that the prefilter never loses a match.
 */
sealed interface Need {
    /** No bound. */
    int ANY_WIDTH = Integer.MAX_VALUE;

    /** This term. */
    record OneTerm(String term) implements Need {}

    /** Some word that this automaton accepts. */
    record Matching(ByteRunAutomaton automaton) implements Need {}

    /** All of them. */
    record Every(List<Need> of) implements Need {}

    /** One of them. */
    record Some(List<Need> of) implements Need {}

    /** All of them within so many words in a row, one after the other where they are {@code ordered}. */
    record Near(List<Need> of, boolean ordered, int width) implements Need {}

    /** Nothing that could be tested. */
    record Always() implements Need {}

    /** @param written the query as its author wrote it, which may say more than the query tells of itself */
    static Need of(Query query, String written) {
        return IntervalSyntax.read(written).orElseGet(() -> {
            var root = new Reader(true);
            query.visit(root);
            return root.need();
        });
    }

    /** Words that a match of it has at most. */
    default int width() {
        return switch (this) {
            case OneTerm _,Matching _ -> 1;
            case Near(var _, var _, int width) -> width;
            case Some(List<Need> of) -> of.stream().mapToInt(Need::width).max().orElse(ANY_WIDTH);
            case Every _,Always _ -> ANY_WIDTH;
        };
    }

    /** Collects what a query reports of itself; one reader per group of clauses. */
    final class Reader extends QueryVisitor {
        private final boolean every;
        private final List<Reader> groups = new ArrayList<>();
        private final List<Need> leaves = new ArrayList<>();

        private Reader(boolean every) {
            this.every = every;
        }

        @Override
        public void consumeTerms(Query query, Term... terms) {
            for (Term term : terms)
                leaves.add(new OneTerm(term.text()));
        }

        @Override
        public void consumeTermsMatching(Query query, String field,
                java.util.function.Supplier<ByteRunAutomaton> automaton) {
            leaves.add(new Matching(automaton.get()));
        }

        @Override
        public void visitLeaf(Query query) {
            leaves.add(new Always());
        }

        @Override
        public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
            return switch (occur) {
                case MUST_NOT -> QueryVisitor.EMPTY_VISITOR;
                case MUST, FILTER -> group(true);
                // Optional clauses beside required ones of a boolean query need not be there.
                case SHOULD -> optional(parent) ? QueryVisitor.EMPTY_VISITOR : group(false);
            };
        }

        static boolean optional(Query parent) {
            return parent instanceof BooleanQuery bool
                    && bool.clauses().stream().anyMatch(clause -> clause.isRequired());
        }

        private Reader group(boolean all) {
            var group = new Reader(all);
            groups.add(group);
            return group;
        }

        Need need() {
            List<Need> of = new ArrayList<>(leaves);
            for (Reader group : groups)
                of.add(group.need());
            if (of.isEmpty()) return new Always();
            if (of.size() == 1) return of.getFirst();
            return every ? new Every(of) : new Some(of);
        }
    }
}
