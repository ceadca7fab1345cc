package io.tokenward.rules.match;

import io.tokenward.detectors.Span;
import java.util.Arrays;
import java.util.BitSet;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** The words of one window that some query knows, at their true positions. Not thread-safe. */
final class Window {
    /** Number of a word that is no term of any query. */
    static final int NO_TERM = -1;

    /** Where the terms stand. */
    final Sights sights;
    private final TermTable table;
    private int[] positions = new int[128];
    private int[] terms = new int[128];
    private int[] starts = new int[128];
    private int[] ends = new int[128];
    private boolean[] known = new boolean[128];
    /** Of words that are no terms. */
    private String[] strings = new String[128];
    /** How many of them were set since they were forgotten. */
    private int spelled;
    private int size;
    private int first;
    private int last = -1;

    Window(TermTable table, Sights sights) {
        this.table = table;
        this.sights = sights;
    }

    /** Forgets all of the text before. */
    void reset() {
        Arrays.fill(strings, 0, spelled, "");
        spelled = 0;
        size = 0;
        first = 0;
        last = -1;
        sights.clear();
    }

    void count(int position) {
        last = position;
    }

    /** Keeps a word; {@code term} is its number or {@link #NO_TERM}, {@code isKnown} whether some query looks at it. */
    void keep(int position, int term, Words words, boolean isKnown) {
        if (size == positions.length) grow();
        last = position;
        positions[size] = position;
        terms[size] = term;
        starts[size] = words.start;
        ends[size] = words.end;
        known[size] = isKnown;
        if (term == NO_TERM) spell(words);
        else
            sights.add(term, position);
        size++;
    }

    private void spell(Words words) {
        strings[size] = words.word();
        spelled = Math.max(spelled, size + 1);
    }

    private void grow() {
        int larger = size * 2;
        positions = Arrays.copyOf(positions, larger);
        terms = Arrays.copyOf(terms, larger);
        starts = Arrays.copyOf(starts, larger);
        ends = Arrays.copyOf(ends, larger);
        known = Arrays.copyOf(known, larger);
        strings = Arrays.copyOf(strings, larger);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether nothing has been forgotten: this is the first window of its text. */
    boolean isFirst() {
        return first == 0;
    }

    boolean full() {
        return last - first + 1 >= QueryMatcher.WINDOW;
    }

    /** Forgets all but the overlap, and which automata accepted what: {@link #word} and {@link #position} are for seeing again. */
    void slide() {
        first = last + 1 - QueryMatcher.OVERLAP;
        int from = lowest(first);
        int kept = size - from;
        System.arraycopy(positions, from, positions, 0, kept);
        System.arraycopy(terms, from, terms, 0, kept);
        System.arraycopy(starts, from, starts, 0, kept);
        System.arraycopy(ends, from, ends, 0, kept);
        System.arraycopy(known, from, known, 0, kept);
        System.arraycopy(strings, from, strings, 0, kept);
        size = kept;
        sights.clear();
        for (int i = 0; i < size; i++)
            if (terms[i] != NO_TERM) sights.add(terms[i], positions[i]);
    }

    int size() {
        return size;
    }

    int position(int index) {
        return positions[index];
    }

    String word(int index) {
        return terms[index] == NO_TERM ? strings[index] : table.term(terms[index]);
    }

    /** The word at exactly this position, which was kept. */
    Span at(int position) {
        int index = lowest(position);
        return new Span(starts[index], ends[index]);
    }

    /**
     * From where to where the known words from one position to another stand, positions as the index has them. Where there is
     * none, the nearest known word behind, or the last.
     */
    Span span(int from, int to) {
        int begin = lowest(from + first);
        while (begin < size - 1 && !known[begin])
            begin++;
        int end = begin;
        for (int i = begin; i < size && positions[i] - first <= to; i++)
            if (known[i]) end = i;
        return new Span(starts[Math.min(begin, size - 1)], ends[Math.min(end, size - 1)]);
    }

    /** Index of the first word that was kept at this position or behind it; the size where there is none. */
    private int lowest(int position) {
        int found = Arrays.binarySearch(positions, 0, size, position);
        return found >= 0 ? found : -found - 1;
    }

    /** All words that were kept. */
    TokenStream tokens() {
        return tokens(new BitSet());
    }

    /** The words of these terms, at their positions; all that were kept where there are none. */
    TokenStream tokens(BitSet wanted) {
        return new Stream(wanted);
    }

    private final class Stream extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
        private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
        private final BitSet wanted;
        private int next;
        private int position = first - 1;

        Stream(BitSet wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            while (!wanted.isEmpty() && next < size && (terms[next] == NO_TERM || !wanted.get(terms[next])))
                next++;
            if (next == size) return false;
            if (terms[next] == NO_TERM) term.append(strings[next]);
            else
                term.copyBuffer(table.characters(terms[next]), 0, table.characters(terms[next]).length);
            offset.setOffset(starts[next], ends[next]);
            increment.setPositionIncrement(positions[next] - position);
            position = positions[next++];
            return true;
        }
    }
}
