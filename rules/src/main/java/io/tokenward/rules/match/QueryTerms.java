package io.tokenward.rules.match;

import java.util.List;
import java.util.function.Supplier;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/** Collects every term that a query looks at for any reason, so that nothing else needs to be in the index it is proven on. */
final class QueryTerms extends QueryVisitor {
    private static final int[] NONE = {};

    private final TermTable table;
    private final Numbers terms = new Numbers();
    private boolean known = true;

    private QueryTerms(TermTable table) {
        this.table = table;
    }

    /** The numbers of the terms; empty where it may look at any word. */
    static int[] of(Query query, Need need, TermTable table) {
        var visitor = new QueryTerms(table);
        query.visit(visitor);
        visitor.add(need);
        return visitor.known ? visitor.terms.distinct() : NONE;
    }

    private void add(Need need) {
        switch (need) {
            case Need.OneTerm(String term) -> add(term);
            case Need.Every(List<Need> of) -> of.forEach(this::add);
            case Need.Some(List<Need> of) -> of.forEach(this::add);
            case Need.Near(List<Need> of, var _, var _) -> of.forEach(this::add);
            case Need.Matching _,Need.Always _ -> known = false;
        }
    }

    private void add(String term) {
        int id = table.id(term);
        if (id >= 0) terms.add(id);
        else
            known = false;
    }

    @Override
    public void consumeTerms(Query query, Term... found) {
        for (Term term : found)
            add(term.text());
    }

    @Override
    public void consumeTermsMatching(Query query, String field, Supplier<ByteRunAutomaton> automaton) {
        known = false;
    }

    @Override
    public void visitLeaf(Query query) {
        known = false;
    }

    @Override
    public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
        return this;
    }
}
