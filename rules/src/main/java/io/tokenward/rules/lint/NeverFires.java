package io.tokenward.rules.lint;

import io.tokenward.rules.Condition;
import io.tokenward.rules.Mode;
import io.tokenward.rules.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/** Rules that no text can match. */
final class NeverFires {
    private NeverFires() {}

    static Optional<Warning> of(Rule rule) {
        return reason(rule).map(reason -> new Warning(rule.place(), Warning.Kind.NEVER_FIRES, rule.id(),
                "never fires: " + reason));
    }

    private static Optional<String> reason(Rule rule) {
        if (rule.mode() == Mode.OFF) return Optional.of("its mode, or its pack's, is off");
        if (absenceAlone(rule.when()))
            return Optional.of("it asks only for what is not there; put a query beside it under all:");
        return impossible(rule.when());
    }

    private static boolean absenceAlone(Condition condition) {
        return switch (condition) {
            case Condition.Not _ -> true;
            case Condition.QueryLeaf _,Condition.PatternLeaf _,Condition.DetectorLeaf _ -> false;
            case Condition.All(List<Condition> of) -> of.stream().allMatch(NeverFires::absenceAlone);
            case Condition.Any(List<Condition> of) -> of.stream().allMatch(NeverFires::absenceAlone);
            case Condition.AtLeast(int _, List<Condition> of) -> of.stream().allMatch(NeverFires::absenceAlone);
        };
    }

    /** Why the condition cannot hold; nothing where it may. */
    private static Optional<String> impossible(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> query(leaf);
            case Condition.PatternLeaf _,Condition.DetectorLeaf _,Condition.Not _ -> Optional.empty();
            case Condition.All(List<Condition> of) -> contradiction(of).or(() -> first(of));
            case Condition.Any(List<Condition> of) -> every(of, 1);
            case Condition.AtLeast(int count, List<Condition> of) -> count > of.size()
                    ? Optional.of("at-least asks for " + count + " of " + of.size())
                    : every(of, count);
        };
    }

    private static Optional<String> first(List<Condition> of) {
        return of.stream().map(NeverFires::impossible).flatMap(Optional::stream).findFirst();
    }

    /** Fewer than {@code count} of them are possible. */
    private static Optional<String> every(List<Condition> of, int count) {
        long possible = of.stream().filter(child -> impossible(child).isEmpty()).count();
        return possible >= count ? Optional.empty() : first(of);
    }

    private static Optional<String> contradiction(List<Condition> of) {
        Set<String> asked = new HashSet<>();
        of.forEach(child -> asked.add(Likeness.of(child)));
        for (Condition child : of) {
            // A detector here takes away what lies within its spans, which need not be everything.
            if (child instanceof Condition.Not(Condition refused) && !(refused instanceof Condition.DetectorLeaf)
                    && asked.contains(Likeness.of(refused))) {
                return Optional.of("all: asks for a condition and for its opposite");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> query(Condition.QueryLeaf leaf) {
        var required = new Required();
        leaf.query().visit(required);
        if (required.words == 0 && required.others == 0)
            return Optional.of("its query has no words: \"" + leaf.written() + "\"");
        return required.lone.isEmpty()
                ? Optional.empty()
                : Optional.of("\"" + required.lone
                        + "\" is one character of Chinese or Japanese, and these are matched in pairs;"
                        + " write the word with its neighbour");
    }

    /** Counts words that a query looks at, and finds a single ideograph that it cannot do without. */
    private static final class Required extends QueryVisitor {
        private int words;
        private int others;
        private String lone = "";

        @Override
        public void consumeTerms(Query query, Term... terms) {
            words += terms.length;
            if (terms.length == 1 && ideograph(terms[0].text())) lone = terms[0].text();
        }

        @Override
        public void visitLeaf(Query query) {
            if (!(query instanceof MatchNoDocsQuery)) others++;
        }

        @Override
        public void consumeTermsMatching(Query query, String field,
                Supplier<ByteRunAutomaton> automaton) {
            others++;
        }

        @Override
        public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
            return switch (occur) {
                case MUST, FILTER -> this;
                case SHOULD, MUST_NOT -> new QueryVisitor() {
                    @Override
                    public void consumeTerms(Query query, Term... terms) {
                        words += terms.length;
                    }

                    @Override
                    public void visitLeaf(Query query) {
                        others++;
                    }
                };
            };
        }

        private static boolean ideograph(String word) {
            return word.codePointCount(0, word.length()) == 1
                    && Character.isIdeographic(word.codePointAt(0));
        }
    }
}
