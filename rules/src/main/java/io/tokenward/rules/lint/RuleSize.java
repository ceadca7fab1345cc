package io.tokenward.rules.lint;

import io.tokenward.rules.Condition;
import io.tokenward.rules.Rule;
import io.tokenward.rules.match.QueryWords;
import java.util.List;
import java.util.Optional;

/**
 * How large rules are when word lists are written out and alternatives of more than one word are multiplied out, as Lucene does.
 *
 * @param rules how many
 * @param queries leaves that are queries
 * @param patterns leaves that are patterns
 * @param words words in all queries, each as often as it stands there
 */
public record RuleSize(int rules, int queries, int patterns, int words) {
    static final RuleSize NONE = new RuleSize(0, 0, 0, 0);
    /** Words of one rule beyond this are worth a word; ordinary rules have some dozens. */
    private static final int LARGE = 2000;

    static RuleSize of(Rule rule) {
        return of(rule.when()).plus(new RuleSize(1, 0, 0, 0));
    }

    RuleSize plus(RuleSize other) {
        return new RuleSize(rules + other.rules, queries + other.queries, patterns + other.patterns,
                words + other.words);
    }

    Optional<Warning> warning(Rule rule) {
        if (words <= LARGE) return Optional.empty();
        return Optional.of(new Warning(rule.place(), Warning.Kind.LARGE, rule.id(), "has " + words
                + " words after expansion; alternatives of several words are multiplied out: give them leaves of their own"
                + " under any:"));
    }

    private static RuleSize of(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> new RuleSize(0, 1, 0, QueryWords.count(leaf.query()));
            case Condition.PatternLeaf _ -> new RuleSize(0, 0, 1, 0);
            case Condition.DetectorLeaf _ -> NONE;
            case Condition.Not(Condition of) -> of(of);
            case Condition.All(List<Condition> of) -> sum(of);
            case Condition.Any(List<Condition> of) -> sum(of);
            case Condition.AtLeast(int _, List<Condition> of) -> sum(of);
        };
    }

    private static RuleSize sum(List<Condition> of) {
        return of.stream().map(RuleSize::of).reduce(NONE, RuleSize::plus);
    }
}
