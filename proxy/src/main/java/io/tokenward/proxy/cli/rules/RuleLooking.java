package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.proxy.cli.eval.LabelledText;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Policy;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks an engine about labelled texts rule by rule, with a trusted caller; what the learned detector says is left out. Immutable and
 * thread-safe.
 */
record RuleLooking(RuleEngine engine) {
    /** Under which copies of known attacks are counted together. */
    static final String KNOWN_ATTACKS = "memory";
    static final int LEVELS = 4;
    /** What the rules that only ask the model begin with. */
    private static final String LEARNED = "learned-";

    /** Whether labelled attacks say something about that rule: not about secrets, personal data or the model. */
    static boolean isMeant(Rule rule) {
        return rule.category() != Category.SECRET && rule.category() != Category.PII
                && !rule.id().startsWith(LEARNED);
    }

    /** One answer for each text, in order. */
    List<Looked> at(List<LabelledText> texts) {
        return texts.parallelStream().map(this::at).toList();
    }

    private Looked at(LabelledText text) {
        var passage = new Passage(text.text(), text.role(), "");
        var evidence = new Evidence(examined(passage).findings()
                .stream()
                .filter(finding -> !finding.rule().startsWith(LEARNED))
                .toList());
        List<Boolean> reached = IntStream.rangeClosed(1, LEVELS)
                .mapToObj(level -> reached(passage, evidence, Policy.standard().at(level)))
                .toList();
        Set<String> matched = evidence.findings().stream().map(RuleLooking::name).collect(Collectors.toSet());
        return new Looked(text, matched, engine.lookedAt(passage, Trust.APP), reached);
    }

    private boolean reached(Passage passage, Evidence evidence, Policy policy) {
        return Verdict.assess(new Prompt(List.of(passage)), List.of(evidence), policy, engine)
                .injectionScore() >= policy.operatingPoint().score();
    }

    private static String name(Finding finding) {
        return finding.rule().startsWith(KNOWN_ATTACKS + "-") ? KNOWN_ATTACKS : finding.rule();
    }

    private Evidence examined(Passage passage) {
        return engine.examine(passage, Trust.APP, Scope.WITHOUT_PERSONAL_DATA);
    }
}
