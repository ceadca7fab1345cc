package io.tokenward.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The words that the leaves of rules ask for, leaf by leaf, and texts made of them that match nearly or just. */
final class RuleWords {
    private final List<List<String>> leaves = new ArrayList<>();

    RuleWords(List<Rule> rules) {
        rules.forEach(rule -> collect(rule.when()));
    }

    private void collect(Condition condition) {
        switch (condition) {
            case Condition.QueryLeaf leaf ->
                leaves.add(List.of(leaf.written().replaceAll("fn:\\w+|[()\"\\d]", " ").strip().split("\\s+")));
            case Condition.PatternLeaf leaf -> leaves.add(leaf.anchors().stream().map(Anchor::literal).toList());
            case Condition.DetectorLeaf _ -> {}
            case Condition.All(List<Condition> of) -> of.forEach(this::collect);
            case Condition.Any(List<Condition> of) -> of.forEach(this::collect);
            case Condition.Not(Condition of) -> collect(of);
            case Condition.AtLeast(int _, List<Condition> of) -> of.forEach(this::collect);
        }
    }

    /** Each word once. */
    List<String> all() {
        return leaves.stream().flatMap(List::stream).distinct().toList();
    }

    /** So many stretches, each of some words of one leaf in their order with a little between them. */
    String text(int stretches, Random random) {
        var text = new StringBuilder();
        for (int i = 0; i < stretches; i++) {
            List<String> words = leaves.get(random.nextInt(leaves.size()));
            int share = 2 + random.nextInt(words.size() + 1);
            String picked = words.stream()
                    .filter(_ -> random.nextInt(words.size()) < share)
                    .map(word -> random.nextInt(4) == 0 ? word + between(random) : word)
                    .collect(Collectors.joining(isChinese(words) ? "" : " "));
            Mutation mutation = random.nextInt(5) == 0
                    ? Mutation.values()[random.nextInt(Mutation.values().length)]
                    : Mutation.values()[0];
            text.append(mutation.apply(picked)).append(between(random));
        }
        return text.toString();
    }

    private static boolean isChinese(List<String> words) {
        return words.stream().anyMatch(word -> word.charAt(0) >= 0x4E00);
    }

    private static String between(Random random) {
        return List
                .of(" the ", " your ", ", ", ". ", "\n", " \"", " ", "的", "，", "。", " i said ", "’s ", " to you and ")
                .get(random.nextInt(13));
    }
}
