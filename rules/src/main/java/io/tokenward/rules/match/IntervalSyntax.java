package io.tokenward.rules.match;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Reads how near the words of an interval function must stand from its text, because Lucene's query does not tell. Knows
 * {@code fn:or}, {@code ordered}, {@code unordered}, {@code phrase}, {@code maxgaps}, {@code maxwidth} and {@code notWithin}
 * of one with several parts, over plain words and quoted ones, as of Lucene's standard query parser; anything else is not read. One
 * use, one thread.
 */
final class IntervalSyntax {
    private static final Pattern TOKEN = Pattern
            .compile("\\s*(?:(fn:[A-Za-z]+\\()|(\\))|(\"[^\"\\\\]*\")|([\\p{L}\\p{N}_'’]+))");
    private static final RuleAnalyzer ANALYZER = new RuleAnalyzer();
    private static final int MAX_DEPTH = 64;

    private final String written;
    private final Matcher token;
    private int at;

    private IntervalSyntax(String written) {
        this.written = written;
        token = TOKEN.matcher(written);
    }

    /** What a match needs; empty where the text is not one such function. */
    static Optional<Need> read(String written) {
        var reader = new IntervalSyntax(written.strip());
        if (!reader.written.startsWith("fn:")) return Optional.empty();
        try {
            Need need = reader.source(0);
            return reader.at == reader.written.length() ? Optional.of(need) : Optional.empty();
        } catch (NotRead notRead) {
            return Optional.empty();
        }
    }

    private Need source(int depth) {
        Matcher token = token();
        if (token.group(3) != null) return words(token.group(3).substring(1, token.group(3).length() - 1));
        if (token.group(4) != null) return words(token.group(4));
        if (token.group(1) == null || depth > MAX_DEPTH) throw new NotRead();
        return switch (token.group(1)) {
            case "fn:or(" -> {
                List<Need> of = sources(depth);
                yield of.size() == 1 ? of.getFirst() : new Need.Some(of);
            }
            case "fn:ordered(" -> near(sources(depth), true, -1);
            case "fn:unordered(" -> near(sources(depth), false, -1);
            case "fn:phrase(" -> near(sources(depth), true, 0);
            case "fn:maxgaps(" -> {
                int gaps = number();
                Need source = source(depth + 1);
                close();
                yield source instanceof Need.Near(List<Need> of, boolean ordered, int width)
                        && width == Need.ANY_WIDTH ? near(of, ordered, gaps) : source;
            }
            case "fn:maxwidth(" -> {
                int most = number();
                Need source = source(depth + 1);
                close();
                yield source instanceof Need.Near(List<Need> of, boolean ordered, int width)
                        ? new Need.Near(of, ordered, Math.min(width, most + 1))
                        : source;
            }
            // What must not be near changes nothing about what a match needs.
            case "fn:notWithin(" -> {
                Need source = source(depth + 1);
                number();
                source(depth + 1);
                close();
                if (!(source instanceof Need.Near)) throw new NotRead();
                yield source;
            }
            default -> throw new NotRead();
        };
    }

    /** @param gaps words between the parts in all; negative for any number */
    private static Need near(List<Need> of, boolean ordered, int gaps) {
        if (of.size() == 1) return of.getFirst();
        long width = gaps;
        for (Need part : of)
            width += part.width();
        boolean bounded = gaps >= 0 && of.stream().allMatch(part -> part.width() != Need.ANY_WIDTH);
        return new Need.Near(of, ordered, bounded ? (int) Math.min(width, QueryMatcher.WINDOW) : Need.ANY_WIDTH);
    }

    private List<Need> sources(int depth) {
        List<Need> all = new ArrayList<>();
        while (!closes())
            all.add(source(depth + 1));
        close();
        if (all.isEmpty()) throw new NotRead();
        return all;
    }

    private Need words(String text) {
        List<Need> words = new ArrayList<>();
        try (TokenStream stream = ANALYZER.tokenStream(QueryMatcher.FIELD, text)) {
            var term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken())
                words.add(new Need.OneTerm(term.toString()));
            stream.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory", impossible);
        }
        if (words.isEmpty()) throw new NotRead();
        return near(words, true, 0);
    }

    private int number() {
        Matcher token = token();
        String digits = token.group(4);
        if (digits == null || digits.length() > 6 || !digits.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw new NotRead();
        return Integer.parseInt(digits);
    }

    private boolean closes() {
        int before = at;
        boolean closes = token().group(2) != null;
        at = before;
        return closes;
    }

    private void close() {
        if (token().group(2) == null) throw new NotRead();
    }

    /** The next token, which holds until the one after it is asked for. */
    private Matcher token() {
        if (!token.region(at, written.length()).lookingAt()) throw new NotRead();
        at = token.end();
        return token;
    }

    private static final class NotRead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotRead() {
            super(null, null, false, false);
        }
    }
}
