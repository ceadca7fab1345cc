package io.tokenward.rules.explain;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.Condition;
import io.tokenward.rules.Mode;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every condition of a rule, each asked for itself on one text. The engine that judges requests is asked, about rules that have
 * one part of the tree each: so an explanation cannot tell another story than the verdict.
 *
 * @param asked whether the rule is asked about texts of that role at all
 * @param fires whether the rule matches
 * @param tree its condition
 */
public record RuleTrace(Rule rule, boolean asked, boolean fires, Traced tree) {
    private static final String ROOT = "trace-root";

    /** Traces a rule on a passage. */
    public static RuleTrace of(Rule rule, Passage passage, Trust trust) {
        List<Rule> parts = new ArrayList<>();
        parts.add(part(ROOT, rule, rule.category(), rule.when()));
        collect(rule, rule.when(), parts);
        Map<String, List<Traced.Seen>> seen = examine(RuleEngine.ofRules(parts), passage, trust);
        boolean asked = rule.roles().contains(passage.role())
                || trust == Trust.NONE && rule.roles().contains(Role.USER);
        var next = new int[]{0};
        return new RuleTrace(rule, asked, seen.containsKey(ROOT), traced(rule.when(), next, seen));
    }

    /** In the order of {@link #traced}: a tree, then what is below. */
    private static void collect(Rule rule, Condition condition, List<Rule> parts) {
        parts.add(part("trace-" + (parts.size() - 1), rule, Category.SECRET, condition));
        for (Condition child : children(condition))
            collect(rule, child, parts);
    }

    /** Findings of secrets are reported one by one, wherever they stand; those of others only once. */
    private static Rule part(String id, Rule rule, Category category, Condition when) {
        return new Rule(id, rule.title(), category, rule.severity(), 1, Mode.SCORE, rule.roles(), rule.languages(),
                List.of(), copy(when), "", "", List.of(), rule.place());
    }

    /** The engine knows leaves by identity. */
    private static Condition copy(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> new Condition.QueryLeaf(leaf.written(), leaf.query(), leaf.place());
            case Condition.PatternLeaf leaf ->
                new Condition.PatternLeaf(leaf.pattern(), leaf.anchors(), leaf.first(), leaf.place());
            case Condition.DetectorLeaf leaf -> new Condition.DetectorLeaf(leaf.name(), leaf.place());
            case Condition.All(List<Condition> of) -> new Condition.All(of.stream().map(RuleTrace::copy).toList());
            case Condition.Any(List<Condition> of) -> new Condition.Any(of.stream().map(RuleTrace::copy).toList());
            case Condition.Not(Condition of) -> new Condition.Not(copy(of));
            case Condition.AtLeast(int count, List<Condition> of) ->
                new Condition.AtLeast(count, of.stream().map(RuleTrace::copy).toList());
        };
    }

    private static Map<String, List<Traced.Seen>> examine(RuleEngine engine, Passage passage, Trust trust) {
        return engine.examine(passage, trust, Scope.ALL)
                .findings()
                .stream()
                .collect(Collectors.groupingBy(Finding::rule, Collectors.mapping(
                        finding -> new Traced.Seen(finding.view(), finding.span()),
                        Collectors.collectingAndThen(Collectors.toList(), list -> list.stream().distinct().toList()))));
    }

    private static Traced traced(Condition condition, int[] next, Map<String, List<Traced.Seen>> seen) {
        List<Traced.Seen> own = seen.getOrDefault("trace-" + next[0]++, List.of());
        List<Traced> of = new ArrayList<>();
        for (Condition child : children(condition))
            of.add(traced(child, next, seen));
        boolean holds = switch (condition) {
            case Condition.Not _ -> !of.getFirst().holds();
            case Condition.All _ -> !own.isEmpty() || absent(condition) && of.stream().allMatch(Traced::holds);
            case Condition.Any _ -> !own.isEmpty() || of.stream()
                    .anyMatch(child -> child.holds()
                            && child.kind().equals("not"));
            case Condition.AtLeast(int count, var _) ->
                !own.isEmpty() || absent(condition) && of.stream().filter(Traced::holds).count() >= count;
            case Condition.QueryLeaf _,Condition.PatternLeaf _,Condition.DetectorLeaf _ -> !own.isEmpty();
        };
        return new Traced(kind(condition), written(condition), holds, own, of);
    }

    /** Whether nothing in it asks for a match: it then holds without one. */
    private static boolean absent(Condition condition) {
        return condition instanceof Condition.Not
                || !children(condition).isEmpty() && children(condition).stream().allMatch(RuleTrace::absent);
    }

    private static List<Condition> children(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf _,Condition.PatternLeaf _,Condition.DetectorLeaf _ -> List.of();
            case Condition.All(List<Condition> of) -> of;
            case Condition.Any(List<Condition> of) -> of;
            case Condition.Not(Condition of) -> List.of(of);
            case Condition.AtLeast(int _, List<Condition> of) -> of;
        };
    }

    private static String kind(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf _ -> "query";
            case Condition.PatternLeaf _ -> "pattern";
            case Condition.DetectorLeaf _ -> "detector";
            case Condition.All _ -> "all";
            case Condition.Any _ -> "any";
            case Condition.Not _ -> "not";
            case Condition.AtLeast(int count, var _) -> "at-least " + count;
        };
    }

    private static String written(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf(String written, var _, var _) -> written;
            case Condition.PatternLeaf leaf -> leaf.pattern().pattern();
            case Condition.DetectorLeaf(String name, var _) -> name;
            case Condition.All _,Condition.Any _,Condition.Not _,Condition.AtLeast _ -> "";
        };
    }
}
