package io.tokenward.rules.lint;

import io.tokenward.rules.Condition;
import io.tokenward.rules.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules that say what another says already. */
final class Duplicates {
    private final Map<String, Rule> first = new HashMap<>();

    Duplicates(List<Rule> rules) {
        rules.forEach(rule -> first.putIfAbsent(key(rule), rule));
    }

    Optional<Warning> of(Rule rule) {
        Rule other = first.getOrDefault(key(rule), rule);
        if (!other.id().equals(rule.id())) {
            return warning(rule, "has the same condition as " + other.id() + " (" + other.place()
                    + "), so its points count twice; take one out");
        }
        return twice(rule.when(), new HashSet<>())
                .flatMap(leaf -> warning(rule, "asks the same twice: " + leaf));
    }

    /** A rule for other roles, in other words, is another rule. */
    private static String key(Rule rule) {
        return Likeness.of(rule.when()) + rule.roles().stream().sorted().toList();
    }

    private static Optional<String> twice(Condition condition, Set<String> seen) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> seen.add(Likeness.of(leaf))
                    ? Optional.empty()
                    : Optional.of("query " + leaf.written());
            case Condition.PatternLeaf leaf -> seen.add(Likeness.of(leaf))
                    ? Optional.empty()
                    : Optional.of("pattern " + leaf.pattern().pattern());
            case Condition.DetectorLeaf _,Condition.Not _ -> Optional.empty();
            case Condition.Any(List<Condition> of) -> twice(of, seen);
            case Condition.All(List<Condition> of) -> twice(of, seen);
            // The same beside others may well be asked again, under another count.
            case Condition.AtLeast _ -> Optional.empty();
        };
    }

    private static Optional<String> twice(List<Condition> of, Set<String> seen) {
        for (Condition child : of) {
            Optional<String> found = twice(child, seen);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static Optional<Warning> warning(Rule rule, String message) {
        return Optional.of(new Warning(rule.place(), Warning.Kind.DUPLICATE, rule.id(), message));
    }
}
