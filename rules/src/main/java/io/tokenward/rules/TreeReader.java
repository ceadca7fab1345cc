package io.tokenward.rules;

import io.tokenward.rules.match.SoughtQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Turns the conditions of rules into {@link Tree}s, numbering their leaves as it goes. Not thread-safe. */
final class TreeReader {
    private final List<SoughtQuery> queries = new ArrayList<>();
    private final List<Condition.PatternLeaf> patterns = new ArrayList<>();
    private final List<RuleTree> rules = new ArrayList<>();

    /** Reads the next rule. */
    void read(Rule rule) {
        int firstQuery = queries.size();
        int firstPattern = patterns.size();
        Tree when = tree(rule.when());
        List<String> detectors = new ArrayList<>();
        forEachDetector(when, detectors::add);
        rules.add(new RuleTree(rule, when, firstQuery, queries.size(), firstPattern, patterns.size(),
                List.copyOf(detectors)));
    }

    /** All queries by their numbers. */
    List<SoughtQuery> queries() {
        return queries;
    }

    /** All patterns by their numbers. */
    List<Condition.PatternLeaf> patterns() {
        return patterns;
    }

    /** The rules in the order read. */
    List<RuleTree> rules() {
        return rules;
    }

    private Tree tree(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> {
                queries.add(new SoughtQuery(leaf.written(), leaf.query()));
                yield new Tree.Query(queries.size() - 1);
            }
            case Condition.PatternLeaf leaf -> {
                patterns.add(leaf);
                yield new Tree.Pattern(patterns.size() - 1);
            }
            case Condition.DetectorLeaf(String name, var _) -> new Tree.Detector(name);
            case Condition.All(List<Condition> of) -> all(of);
            case Condition.Any(List<Condition> of) -> new Tree.Any(trees(of));
            case Condition.Not(Condition of) -> new Tree.Not(tree(of));
            case Condition.AtLeast(int count, List<Condition> of) -> new Tree.AtLeast(count, trees(of));
        };
    }

    private List<Tree> trees(List<Condition> of) {
        return of.stream().map(this::tree).toList();
    }

    private Tree all(List<Condition> of) {
        List<Tree> needed = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        for (Condition child : of) {
            if (child instanceof Condition.Not(Condition.DetectorLeaf(String name, var _))) excluded.add(name);
            else
                needed.add(tree(child));
        }
        return new Tree.All(List.copyOf(needed), List.copyOf(excluded));
    }

    private static void forEachDetector(Tree tree, Consumer<String> each) {
        switch (tree) {
            case Tree.Query _,Tree.Pattern _ -> {}
            case Tree.Detector(String name) -> each.accept(name);
            case Tree.All(List<Tree> of, var _) -> of.forEach(child -> forEachDetector(child, each));
            case Tree.Any(List<Tree> of) -> of.forEach(child -> forEachDetector(child, each));
            case Tree.Not(Tree of) -> forEachDetector(of, each);
            case Tree.AtLeast(int _, List<Tree> of) -> of.forEach(child -> forEachDetector(child, each));
        }
    }
}
