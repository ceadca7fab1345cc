package io.tokenward.rules.lint;

import io.tokenward.rules.Condition;
import io.tokenward.rules.Rule;
import io.tokenward.rules.match.AnchorWords;
import io.tokenward.rules.match.SoughtQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rules that nearly every prompt makes the engine look at closely, because the words that it looks for first are everywhere. */
final class CommonAnchors {
    private CommonAnchors() {}

    static Optional<Warning> of(Rule rule) {
        Optional<Set<String>> anchors = anchors(rule.when());
        if (anchors.isEmpty()) return Optional.empty();
        List<String> common = anchors.get().stream().filter(CommonWords::contain).limit(5).toList();
        if (common.isEmpty()) return Optional.empty();
        return Optional
                .of(new Warning(rule.place(), Warning.Kind.COMMON_ANCHOR, rule.id(), "every prompt pays for it: it is"
                        + " looked at closely wherever one of " + common + " stands; ask for a rarer word beside it"));
    }

    /** Words of which a text must have one for the rule to be looked at closely; nothing where that cannot be said. */
    private static Optional<Set<String>> anchors(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> AnchorWords.of(new SoughtQuery(leaf.written(), leaf.query()),
                    CommonWords::contain);
            case Condition.PatternLeaf leaf -> {
                Set<String> literals = new TreeSet<>();
                leaf.literals().forEach(literal -> literals.add(literal.strip()));
                yield Optional.of(literals);
            }
            case Condition.DetectorLeaf _,Condition.Not _ -> Optional.empty();
            case Condition.All(List<Condition> of) -> rarest(of);
            case Condition.Any(List<Condition> of) -> union(of);
            case Condition.AtLeast(int count, List<Condition> of) -> count == of.size() ? rarest(of) : union(of);
        };
    }

    private static Optional<Set<String>> rarest(List<Condition> of) {
        Optional<Set<String>> best = Optional.empty();
        for (Condition child : of) {
            Optional<Set<String>> found = anchors(child);
            if (found.isEmpty()) continue;
            if (best.isEmpty() || common(found.get()) < common(best.get())) best = found;
        }
        return best;
    }

    private static long common(Set<String> words) {
        return words.stream().filter(CommonWords::contain).count();
    }

    private static Optional<Set<String>> union(List<Condition> of) {
        Set<String> all = new TreeSet<>();
        for (Condition child : of)
            anchors(child).ifPresent(all::addAll);
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
