package io.tokenward.rules.lint;

import io.tokenward.rules.Condition;
import java.util.List;
import java.util.stream.Collectors;

/** A text that is the same for conditions that mean the same as they are written, whatever their order and spacing. */
final class Likeness {
    private Likeness() {}

    static String of(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> "query " + leaf.query();
            case Condition.PatternLeaf leaf -> "pattern " + leaf.pattern().pattern();
            case Condition.DetectorLeaf(String name, var _) -> "detector " + name;
            case Condition.Not(Condition of) -> "not(" + of(of) + ")";
            case Condition.All(List<Condition> of) -> "all" + of(of);
            case Condition.Any(List<Condition> of) -> "any" + of(of);
            case Condition.AtLeast(int count, List<Condition> of) -> "at-least " + count + of(of);
        };
    }

    private static String of(List<Condition> conditions) {
        return conditions.stream().map(Likeness::of).sorted().collect(Collectors.joining(", ", "(", ")"));
    }
}
