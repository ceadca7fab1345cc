package io.tokenward.rules.lint;

import io.tokenward.rules.Condition;
import io.tokenward.rules.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Patterns that run at many places of every longer text: their anchors are sought within words too, so a dozen short verbs are met
 * every few hundred characters.
 */
final class ShortAnchors {
    /** Letters of a short one. */
    private static final int SHORT = 4;
    /** So many of them are met all the time. */
    private static final int MANY = 10;
    private static final int NAMED = 5;

    private ShortAnchors() {}

    static Optional<Warning> of(Rule rule) {
        return unguarded(rule.when()).map(literals -> new Warning(rule.place(), Warning.Kind.COMMON_ANCHOR, rule.id(),
                "every long prompt pays for it: its pattern is tried wherever one of " + literals.size()
                        + " short pieces stands, within words too, such as " + literals.subList(0, NAMED)
                        + "; put a query for a rarer word beside it"));
    }

    /** The short literals of the first pattern with many of them that no query beside it keeps from being asked. */
    private static Optional<List<String>> unguarded(Condition condition) {
        return switch (condition) {
            case Condition.PatternLeaf leaf -> {
                List<String> few = leaf.literals().stream().filter(ShortAnchors::met).toList();
                yield few.size() < MANY ? Optional.empty() : Optional.of(few);
            }
            case Condition.All(List<Condition> of) -> of.stream().anyMatch(ShortAnchors::asksWords)
                    ? Optional.empty()
                    : first(of);
            case Condition.Any(List<Condition> of) -> first(of);
            case Condition.AtLeast(int _, List<Condition> of) -> first(of);
            case Condition.QueryLeaf _,Condition.DetectorLeaf _,Condition.Not _ -> Optional.empty();
        };
    }

    /** Two signs of Chinese are a word; four letters are a part of many. */
    private static boolean met(String literal) {
        return literal.length() <= SHORT && literal.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == ' ');
    }

    private static boolean asksWords(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf _ -> true;
            case Condition.Any(List<Condition> of) -> of.stream().allMatch(ShortAnchors::asksWords);
            case Condition.All(List<Condition> of) -> of.stream().anyMatch(ShortAnchors::asksWords);
            default -> false;
        };
    }

    private static Optional<List<String>> first(List<Condition> of) {
        return of.stream().flatMap(child -> unguarded(child).stream()).findFirst();
    }
}
