package io.tokenward.rules.match;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** The words of one window that some query knows, at their true positions. Not thread-safe. */
final class Window {
    private record Token(int position, String term, int start, int end, boolean known) {}

    private record Sight(int id, int position) {}

    /** Numbers of the terms seen in this window. */
    final BitSet seen;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Sight> sights = new ArrayList<>();
    private int first;
    private int last = -1;

    Window(int terms) {
        seen = new BitSet(terms);
    }

    void count(int position) {
        last = position;
    }

    void seen(int id, int position) {
        if (seen.get(id)) {
            // Only the latest place matters for whether it is still there after a slide.
            if (position - first < QueryMatcher.WINDOW - QueryMatcher.OVERLAP) return;
        }
        seen.set(id);
        sights.add(new Sight(id, position));
    }

    /** Keeps a word, which some query knows or not. */
    void keep(int position, Words words, boolean known) {
        last = position;
        tokens.add(new Token(position, new String(words.term, 0, words.termLength), words.start, words.end, known));
    }

    /**
     * From where to where the known words from one position to another stand, positions as the index has them. Where there is
     * none, the words that are nearest.
     */
    Span span(int from, int to) {
        List<Token> within = tokens.stream()
                .filter(token -> token.known && token.position - first >= from && token.position - first <= to)
                .toList();
        if (!within.isEmpty()) return new Span(within.getFirst().start, within.getLast().end);
        Token nearest = tokens.stream()
                .filter(Token::known)
                .min(Comparator.comparingInt(token -> Math.abs(token.position - first - from)))
                .orElse(tokens.getFirst());
        return new Span(nearest.start, nearest.end);
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    boolean full() {
        return last - first + 1 >= QueryMatcher.WINDOW;
    }

    /** Forgets all but the overlap. */
    void slide() {
        first = last + 1 - QueryMatcher.OVERLAP;
        tokens.removeIf(token -> token.position < first);
        sights.removeIf(sight -> sight.position < first);
        seen.clear();
        for (Sight sight : sights)
            seen.set(sight.id);
    }

    TokenStream tokens() {
        return new Stream(tokens, first);
    }

    private static final class Stream extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
        private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
        private final List<Token> tokens;
        private int next;
        private int position;

        Stream(List<Token> tokens, int first) {
            this.tokens = tokens;
            position = first - 1;
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (next == tokens.size()) return false;
            Token token = tokens.get(next++);
            term.append(token.term);
            offset.setOffset(token.start, token.end);
            increment.setPositionIncrement(token.position - position);
            position = token.position;
            return true;
        }
    }
}
