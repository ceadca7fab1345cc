package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.Rule;
import java.util.Comparator;
import java.util.List;

/** What the rules catch and cost, by their ids. */
record RuleYields(List<RuleYield> all) {
    static RuleYields of(List<Rule> rules, List<Looked> looked) {
        return new RuleYields(rules.parallelStream()
                .map(rule -> RuleYield.of(rule, looked))
                .sorted(Comparator.comparing(one -> one.rule().id()))
                .toList());
    }

    List<RuleYield> harmful() {
        return all.stream().filter(RuleYield::harmful).toList();
    }

    List<RuleYield> silent() {
        return all.stream().filter(RuleYield::silent).toList();
    }

    /** Number of rules that count at that level. */
    long upTo(int level) {
        return all.stream().filter(one -> one.rule().paranoia() <= level).count();
    }
}
