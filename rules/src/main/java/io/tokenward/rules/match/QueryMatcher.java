package io.tokenward.rules.match;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.lucene.search.Query;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.apache.lucene.util.BytesRef;

/**
 * Runs many queries over one text. A text is cut into windows of words; per window, each word is looked up once in a table of
 * all terms that any query knows; a query is a candidate whose {@link Need} the window fulfils, its words near enough to each
 * other and in their order; only if there is one, a small index is made of the words that candidates look at, at their true
 * positions, on which Lucene proves and gives the offsets. Immutable, thread-safe.
 */
public final class QueryMatcher {
    /** The field that rules and texts meet in. */
    public static final String FIELD = "text";
    /** Words per window: what a query must find together. */
    static final int WINDOW = 8192;
    /** Words that a window shares with the one before, so that no match is cut in two. */
    static final int OVERLAP = 256;
    /** More matches of one query in one window are not told apart: the first ones decide. */
    static final int MAX_MATCHES = 64;

    private static final int NO_GROUP = -1;
    private static final char[] NO_TEXT = {};

    private final Proof proof;
    private final TermTable table;
    private final TermGroups groups = new TermGroups();
    private final int[][] groupsOfTerm;
    private final Plan[] plans;
    /** By query: the groups that must be there. */
    private final int[][] required;
    /** By query: the group of which any word is a match by itself, or {@link #NO_GROUP}. */
    private final int[] anyOf;
    /** By query: all terms that it looks at; empty where it may look at any word. */
    private final int[][] terms;
    /** By group: the queries that are asked where it is there. */
    private final int[][] byGroup;
    private final int[] always;
    private final ByteRunAutomaton[] automata;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(this::newScratch);

    /** Working memory of one thread. Knows no matcher: threads outlive rules, and would keep all that were ever in force. */
    private static final class Scratch {
        final Words words = new Words();
        final Window window;
        final BitSet candidates;

        Scratch(Window window, int queries) {
            this.window = window;
            candidates = new BitSet(queries);
        }

        void begin(TextView view) {
            words.reset(view.chars(), view.length());
            window.reset();
        }

        /** A thread at rest holds on to no text. */
        void end() {
            words.reset(NO_TEXT, 0);
            words.forget();
            window.reset();
        }
    }

    /** A matcher for these queries, which are called by their place in the list. */
    public QueryMatcher(List<SoughtQuery> sought) {
        List<Query> queries = sought.stream().map(SoughtQuery::query).toList();
        proof = new Proof(queries);
        Set<String> all = new LinkedHashSet<>();
        List<ByteRunAutomaton> patterns = new ArrayList<>();
        // Needs are read twice: those of thousands of queries, held at once, are work for the garbage collector.
        sought.forEach(one -> collect(need(one), all, patterns));
        queries.forEach(query -> Beside.collect(query, all, patterns));
        table = new TermTable(all);
        automata = patterns.toArray(new ByteRunAutomaton[0]);
        var rarity = new Rarity(table);
        var reader = new Plan.Reader(table, groups, rarity);
        plans = new Plan[sought.size()];
        terms = new int[plans.length][];
        for (int i = 0; i < plans.length; i++) {
            Need need = need(sought.get(i));
            plans[i] = reader.read(need);
            terms[i] = QueryTerms.of(queries.get(i), need, table);
        }
        groups.complete();
        groupsOfTerm = groups.byTerm(table.size() + automata.length);
        required = new int[plans.length][];
        anyOf = new int[plans.length];
        List<List<Integer>> anchored = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++)
            anchored.add(new ArrayList<>());
        List<Integer> unanchored = new ArrayList<>();
        for (int i = 0; i < plans.length; i++) {
            boolean single = IntervalSyntax.read(sought.get(i).written()).isPresent();
            anyOf[i] = single && plans[i] instanceof Plan.Group(int id) ? id : NO_GROUP;
            required[i] = rarity.rarestFirst(plans[i].required(), groups);
            if (required[i].length == 0) unanchored.add(i);
            else
                anchored.get(required[i][0]).add(i);
        }
        byGroup = anchored.stream().map(QueryMatcher::ints).toArray(int[][]::new);
        always = ints(unanchored);
    }

    private static Need need(SoughtQuery sought) {
        return Need.of(sought.query(), sought.written());
    }

    private Scratch newScratch() {
        return new Scratch(new Window(table, new Sights(groupsOfTerm.length, groups, groupsOfTerm)), plans.length);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
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
        if (plans.length == 0) return;
        Scratch mine = scratch.get();
        mine.begin(view);
        try {
            match(mine, wanted, narrowing, pulse, sink);
        } finally {
            mine.end();
        }
    }

    private <X extends Exception> void match(Scratch mine, BitSet wanted, Narrowing narrowing, Pulse<X> pulse,
            Sink sink) throws X {
        Words words = mine.words;
        Window window = mine.window;
        int position = 0;
        while (words.next()) {
            see(words, window, position++);
            if (window.full()) {
                BitSet candidates = complete(mine, wanted);
                keepPossible(window.sights, candidates);
                prove(window, candidates, pulse, sink);
                pulse.beat();
                slide(window);
            }
        }
        BitSet candidates = complete(mine, wanted);
        if (window.isFirst()) {
            // What decides nothing is not worth a closer look.
            if (!candidates.isEmpty()) narrowing.narrow(candidates);
            boolean fewer = keepPossible(window.sights, candidates);
            if (fewer && !candidates.isEmpty()) narrowing.narrow(candidates);
        } else {
            keepPossible(window.sights, candidates);
        }
        prove(window, candidates, pulse, sink);
    }

    /** The same without the prefilter: every wanted query is run on every window, over all words. For tests. */
    public void matchExhaustively(TextView view, BitSet wanted, Sink sink) {
        Scratch mine = newScratch();
        mine.begin(view);
        Words words = mine.words;
        Window window = mine.window;
        int position = 0;
        while (words.next()) {
            int id = table.id(words.term, words.termStart, words.termLength, words.termKey);
            window.keep(position++, id, words, id >= 0 || accepted(words));
            if (window.full()) {
                proof.run(window, window.tokens(), wanted, () -> {}, sink);
                window.slide();
            }
        }
        proof.run(window, window.tokens(), wanted, () -> {}, sink);
    }

    private void see(Words words, Window window, int position) {
        int id = table.id(words.term, words.termStart, words.termLength, words.termKey);
        window.count(position);
        boolean known = id >= 0;
        if (automata.length > 0)
            known |= sight(new BytesRef(words.word()), position, window);
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
        var word = new BytesRef(words.word());
        return Arrays.stream(automata).anyMatch(automaton -> automaton.run(word.bytes, word.offset, word.length));
    }

    /** Queries of which no group is missing. */
    private BitSet complete(Scratch mine, BitSet wanted) {
        BitSet candidates = mine.candidates;
        candidates.clear();
        if (mine.window.isEmpty() && always.length == 0) return candidates;
        for (int query : always)
            if (wanted.get(query)) candidates.set(query);
        Sights sights = mine.window.sights;
        long[] seen = sights.seen();
        for (int i = 0; i < seen.length; i++) {
            for (long left = seen[i]; left != 0; left &= left - 1) {
                for (int query : byGroup[i << 6 | Long.numberOfTrailingZeros(left)]) {
                    if (wanted.get(query) && sights.seen(required[query])) candidates.set(query);
                }
            }
        }
        return candidates;
    }

    /** Takes away those whose words stand too far apart or in the wrong order; tells whether there were any. */
    private boolean keepPossible(Sights sights, BitSet candidates) {
        boolean fewer = false;
        for (int query = candidates.nextSetBit(0); query >= 0; query = candidates.nextSetBit(query + 1)) {
            // Of a single group a word was seen: there is nothing more to ask.
            if (plans[query] instanceof Plan.Group || sights.possible(plans[query])) continue;
            candidates.clear(query);
            fewer = true;
        }
        return fewer;
    }

    /** Queries for single words are answered here, the others by Lucene. */
    private <X extends Exception> void prove(Window window, BitSet candidates, Pulse<X> pulse, Sink sink) throws X {
        for (int query = candidates.nextSetBit(0); query >= 0; query = candidates.nextSetBit(query + 1)) {
            if (anyOf[query] == NO_GROUP) continue;
            int[] positions = window.sights.positionsOf(anyOf[query]);
            for (int i = 0; i < Math.min(positions.length, MAX_MATCHES); i++) {
                Span span = window.at(positions[i]);
                sink.match(query, span.start(), span.end());
            }
            candidates.clear(query);
        }
        if (!candidates.isEmpty()) proof.run(window, window.tokens(lookedAt(candidates)), candidates, pulse, sink);
    }

    /** All terms that these queries look at; empty where that may be any word. */
    private BitSet lookedAt(BitSet candidates) {
        var all = new BitSet();
        for (int query = candidates.nextSetBit(0); query >= 0; query = candidates.nextSetBit(query + 1)) {
            if (terms[query].length == 0) return new BitSet();
            for (int term : terms[query])
                all.set(term);
        }
        return all;
    }
}
