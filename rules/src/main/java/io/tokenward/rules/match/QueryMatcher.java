package io.tokenward.rules.match;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.MatchesIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.apache.lucene.util.BytesRef;

/**
 * Runs many queries over one text. A text is cut into windows of words; per window, each word is looked up once in a table of
 * all terms that any query knows; a query whose {@link Need} the window fulfils is a candidate; only if there is one, a
 * {@link MemoryIndex} is made of the known words alone, at their true positions, on which Lucene proves and gives the offsets.
 * Immutable, thread-safe.
 */
public final class QueryMatcher {
    /** The field that rules and texts meet in. */
    public static final String FIELD = "text";
    /** Words per window: what a query must find together. */
    static final int WINDOW = 4096;
    /** Words that a window shares with the one before, so that no match is cut in two. */
    static final int OVERLAP = 256;
    /** More matches of one query in one window are not told apart: the first ones decide. */
    private static final int MAX_MATCHES = 64;

    private final List<Query> queries;
    private final TermTable table;
    private final Plan[] plans;
    private final int[][] anyOf;
    private final int[][] byTerm;
    private final int[] always;
    private final ByteRunAutomaton[] automata;

    /** A matcher for these queries, which are called by their place in the list. */
    public QueryMatcher(List<SoughtQuery> sought) {
        queries = sought.stream().map(SoughtQuery::query).toList();
        Set<String> terms = new LinkedHashSet<>();
        List<ByteRunAutomaton> patterns = new ArrayList<>();
        List<Need> needs = sought.stream().map(one -> Need.of(one.query(), one.written())).toList();
        needs.forEach(need -> collect(need, terms, patterns));
        queries.forEach(query -> Beside.collect(query, terms, patterns));
        table = new TermTable(terms);
        automata = patterns.toArray(new ByteRunAutomaton[0]);
        plans = new Plan[needs.size()];
        anyOf = new int[needs.size()][];
        List<List<Integer>> anchored = new ArrayList<>();
        for (int i = 0; i < table.size() + automata.length; i++)
            anchored.add(new ArrayList<>());
        List<Integer> unanchored = new ArrayList<>();
        int[] automaton = {0};
        for (int i = 0; i < plans.length; i++) {
            plans[i] = Plan.of(needs.get(i), table, automaton);
            anyOf[i] = IntervalSyntax.read(sought.get(i).written()).isPresent() ? plans[i].anyOf() : new int[0];
            int[] anchor = plans[i].anchor();
            if (anchor.length == 0) unanchored.add(i);
            for (int term : anchor)
                anchored.get(term).add(i);
        }
        byTerm = anchored.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        always = unanchored.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void collect(Need need, Set<String> terms, List<ByteRunAutomaton> patterns) {
        switch (need) {
            case Need.OneTerm(String term) -> terms.add(term);
            case Need.Matching(ByteRunAutomaton automaton) -> patterns.add(automaton);
            case Need.Every(List<Need> of) -> of.forEach(child -> collect(child, terms, patterns));
            case Need.Some(List<Need> of) -> of.forEach(child -> collect(child, terms, patterns));
            case Need.Near(List<Need> of, var _, var _) -> of.forEach(child -> collect(child, terms, patterns));
            case Need.Always() -> {}
        }
    }

    /** Called for each match; spans in units of the view. */
    @FunctionalInterface
    public interface Sink {
        /** Query {@code query} matches from {@code start} to {@code end}. */
        void match(int query, int start, int end);
    }

    /** Asked now and then; may throw to end the matching. */
    @FunctionalInterface
    public interface Pulse<X extends Exception> {
        /** Throws to end the matching. */
        void beat() throws X;
    }

    /** Told which queries may match before any is run, where the whole text lies in one window; may take some away. */
    @FunctionalInterface
    public interface Narrowing {
        /** Takes away what would decide nothing. */
        void narrow(BitSet candidates);
    }

    /**
     * Finds the matches of all {@code wanted} queries.
     *
     * @param wanted the queries that matter here
     */
    public <X extends Exception> void match(TextView view, BitSet wanted, Narrowing narrowing, Pulse<X> pulse,
            Sink sink) throws X {
        if (queries.isEmpty()) return;
        var words = new Words();
        words.reset(view.chars(), view.length());
        var window = new Window(table, table.size() + automata.length);
        int position = 0;
        while (words.next()) {
            see(words, window, position++);
            if (window.full()) {
                prove(window, candidates(window, wanted), sink);
                pulse.beat();
                slide(window);
            }
        }
        BitSet candidates = candidates(window, wanted);
        if (window.isFirst() && !candidates.isEmpty()) narrowing.narrow(candidates);
        prove(window, candidates, sink);
    }

    /** The same without the prefilter: every wanted query is run on every window, over all words. For tests. */
    public void matchExhaustively(TextView view, BitSet wanted, Sink sink) {
        var words = new Words();
        words.reset(view.chars(), view.length());
        var window = new Window(table, table.size() + automata.length);
        int position = 0;
        while (words.next()) {
            int id = table.id(words.term, words.termLength);
            window.keep(position++, id, words, id >= 0 || accepted(words));
            if (window.full()) {
                run(window, wanted, sink);
                window.slide();
            }
        }
        run(window, wanted, sink);
    }

    private void see(Words words, Window window, int position) {
        int id = table.id(words.term, words.termLength);
        window.count(position);
        boolean known = id >= 0;
        if (automata.length > 0)
            known |= sight(new BytesRef(new String(words.term, 0, words.termLength)), position, window);
        if (known) window.keep(position, id, words, true);
    }

    /** Notes which automata accept the word. */
    private boolean sight(BytesRef word, int position, Window window) {
        boolean any = false;
        for (int i = 0; i < automata.length; i++) {
            if (!automata[i].run(word.bytes, word.offset, word.length)) continue;
            window.sights.add(table.size() + i, position);
            any = true;
        }
        return any;
    }

    private void slide(Window window) {
        window.slide();
        for (int i = 0; automata.length > 0 && i < window.size(); i++)
            sight(new BytesRef(window.word(i)), window.position(i), window);
    }

    private boolean accepted(Words words) {
        var word = new BytesRef(new String(words.term, 0, words.termLength));
        return Arrays.stream(automata).anyMatch(automaton -> automaton.run(word.bytes, word.offset, word.length));
    }

    private BitSet candidates(Window window, BitSet wanted) {
        BitSet candidates = new BitSet();
        if (window.isEmpty() && always.length == 0) return candidates;
        for (int query : always)
            candidates.set(query);
        BitSet asked = new BitSet();
        BitSet seen = window.sights.seen;
        for (int id = seen.nextSetBit(0); id >= 0; id = seen.nextSetBit(id + 1)) {
            for (int query : byTerm[id]) {
                if (!wanted.get(query) || asked.get(query)) continue;
                asked.set(query);
                if (plans[query].possible(seen) && window.sights.possible(plans[query])) candidates.set(query);
            }
        }
        candidates.and(wanted);
        return candidates;
    }

    /** Queries for single words are answered here, the others by Lucene. */
    private void prove(Window window, BitSet candidates, Sink sink) {
        for (int query = candidates.nextSetBit(0); query >= 0; query = candidates.nextSetBit(query + 1)) {
            if (anyOf[query].length == 0) continue;
            int[] positions = window.sights.positions(anyOf[query]);
            for (int i = 0; i < Math.min(positions.length, MAX_MATCHES); i++) {
                Span span = window.at(positions[i]);
                sink.match(query, span.start(), span.end());
            }
            candidates.clear(query);
        }
        if (!candidates.isEmpty()) run(window, candidates, sink);
    }

    private void run(Window window, BitSet candidates, Sink sink) {
        if (window.isEmpty()) return;
        var index = new MemoryIndex(true);
        index.addField(FIELD, window.tokens());
        IndexSearcher searcher = index.createSearcher();
        try {
            var leaf = searcher.getIndexReader().leaves().getFirst();
            for (int query = candidates.nextSetBit(0); query >= 0; query = candidates.nextSetBit(query + 1)) {
                Weight weight = searcher
                        .createWeight(searcher.rewrite(queries.get(query)), ScoreMode.COMPLETE_NO_SCORES, 1);
                report(query, weight, leaf, window, sink);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("an index in memory", impossible);
        }
    }

    private static void report(int query, Weight weight, LeafReaderContext leaf, Window window, Sink sink)
            throws IOException {
        int count = 0;
        try {
            Matches matches = weight.matches(leaf, 0);
            MatchesIterator each = matches == null ? null : matches.getMatches(FIELD);
            for (; each != null && count < MAX_MATCHES && each.next(); count++) {
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
