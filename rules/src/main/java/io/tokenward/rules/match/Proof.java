package io.tokenward.rules.match;

import io.tokenward.detectors.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.MatchesIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/** What may match is proven by Lucene, on a {@link MemoryIndex} of the words that matter. Immutable, thread-safe. */
final class Proof {
    private final List<Query> queries;

    Proof(List<Query> queries) {
        this.queries = queries;
    }

    /** Runs these queries over the words of a window; spans in units of the view. */
    <X extends Exception> void run(Window window, TokenStream words, BitSet candidates, QueryMatcher.Pulse<X> pulse,
            QueryMatcher.Sink sink) throws X {
        if (window.isEmpty()) return;
        var index = new MemoryIndex(true);
        index.addField(QueryMatcher.FIELD, words);
        IndexSearcher searcher = index.createSearcher();
        try {
            var leaf = searcher.getIndexReader().leaves().getFirst();
            for (int query = candidates.nextSetBit(0); query >= 0; query = candidates.nextSetBit(query + 1)) {
                Weight weight = searcher
                        .createWeight(searcher.rewrite(queries.get(query)), ScoreMode.COMPLETE_NO_SCORES, 1);
                report(query, weight, leaf, window, sink);
                pulse.beat();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("an index in memory", impossible);
        }
    }

    private static void report(int query, Weight weight, LeafReaderContext leaf, Window window, QueryMatcher.Sink sink)
            throws IOException {
        int count = 0;
        try {
            Matches matches = weight.matches(leaf, 0);
            MatchesIterator each = matches == null ? null : matches.getMatches(QueryMatcher.FIELD);
            for (; each != null && count < QueryMatcher.MAX_MATCHES && each.next(); count++) {
                Span span = span(each, window);
                sink.match(query, span.start(), span.end());
            }
        } catch (IllegalStateException | NullPointerException spent) {
            // Lucene 10.3: an fn:atLeast asks a part of it that has come to its end, an fn:or or fn:wildcard, where it stands.
            // Whether the query matches is known without; where, then, is somewhere among the words.
            if (count > 0 || !matches(weight, leaf)) return;
            Span span = window.span(0, Integer.MAX_VALUE);
            sink.match(query, span.start(), span.end());
        }
    }

    private static boolean matches(Weight weight, LeafReaderContext leaf) throws IOException {
        Scorer scorer = weight.scorer(leaf);
        return scorer != null && scorer.iterator().nextDoc() == 0;
    }

    private static Span span(MatchesIterator match, Window window) throws IOException {
        int start = match.startOffset();
        int end = match.endOffset();
        // Some interval functions, extend among them, know positions alone.
        return start >= 0 && end >= start
                ? new Span(start, end)
                : window.span(match.startPosition(), match.endPosition());
    }
}
