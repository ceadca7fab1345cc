package io.tokenward.rules.match;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/**
 * Collects the words that a query looks at without needing them: what must not be there, and what need not be but widens a match
 * where it is. {@link Need} leaves them out; the index of a window must not.
 */
final class Beside extends QueryVisitor {
    private final Set<String> terms;
    private final List<ByteRunAutomaton> automata;
    private final boolean beside;

    private Beside(Set<String> terms, List<ByteRunAutomaton> automata, boolean beside) {
        this.terms = terms;
        this.automata = automata;
        this.beside = beside;
    }

    static void collect(Query query, Set<String> terms, List<ByteRunAutomaton> automata) {
        query.visit(new Beside(terms, automata, false));
    }

    @Override
    public void consumeTerms(Query query, Term... found) {
        if (!beside) return;
        for (Term term : found)
            terms.add(term.text());
    }

    @Override
    public void consumeTermsMatching(Query query, String field, Supplier<ByteRunAutomaton> automaton) {
        if (beside) automata.add(automaton.get());
    }

    @Override
    public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
        boolean notNeeded = occur == BooleanClause.Occur.MUST_NOT
                || occur == BooleanClause.Occur.SHOULD && Need.Reader.optional(parent);
        return notNeeded && !beside ? new Beside(terms, automata, true) : this;
    }
}
