package io.tokenward.rules.match;

import java.util.function.Supplier;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/** Counts the words of a query, each as often as it stands there once alternatives of several words are multiplied out. */
public final class QueryWords {
    private QueryWords() {}

    /** How many words {@code query} has; one with wildcards counts once. */
    public static int count(Query query) {
        var count = new int[1];
        query.visit(new QueryVisitor() {
            @Override
            public void consumeTerms(Query inner, Term... terms) {
                count[0] += terms.length;
            }

            @Override
            public void consumeTermsMatching(Query inner, String field, Supplier<ByteRunAutomaton> automaton) {
                count[0]++;
            }

            @Override
            public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
                return this;
            }
        });
        return count[0];
    }
}
