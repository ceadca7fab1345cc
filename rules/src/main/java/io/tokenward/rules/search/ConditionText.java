package io.tokenward.rules.search;

import io.tokenward.rules.Condition;
import java.util.List;
import java.util.stream.Collectors;

/** The words of a condition, as its author wrote them. */
final class ConditionText {
    private ConditionText() {}

    static String of(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf(String written, var _, var _) -> written;
            case Condition.PatternLeaf leaf -> leaf.pattern().pattern();
            case Condition.DetectorLeaf(String name, var _) -> name;
            case Condition.All(List<Condition> of) -> of(of);
            case Condition.Any(List<Condition> of) -> of(of);
            case Condition.Not(Condition of) -> of(of);
            case Condition.AtLeast(int _, List<Condition> of) -> of(of);
        };
    }

    private static String of(List<Condition> conditions) {
        return conditions.stream().map(ConditionText::of).collect(Collectors.joining("\n"));
    }
}
