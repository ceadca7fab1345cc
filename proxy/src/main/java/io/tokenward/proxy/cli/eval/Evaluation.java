package io.tokenward.proxy.cli.eval;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.util.List;
import java.util.function.Predicate;

/**
 * Asks an engine about labelled texts, as the proxy would, and separately what the rules and what the model alone would have
 * said. Immutable and thread-safe.
 *
 * @param engine rules with the model among them
 * @param policy whose operating point decides
 */
public record Evaluation(RuleEngine engine, Policy policy) {
    /** What the rules that only ask the model begin with. */
    private static final String LEARNED = "learned-";

    /** One outcome for each text, in order. */
    public List<Outcome> of(List<LabelledText> texts) {
        return texts.parallelStream().map(this::of).toList();
    }

    private Outcome of(LabelledText text) {
        var prompt = new Prompt(List.of(new Passage(text.text(), text.role(), "")));
        Evidence evidence = examine(prompt);
        Assessment rules = assessed(prompt, evidence, finding -> !finding.rule().startsWith(LEARNED));
        Assessment model = assessed(prompt, evidence, finding -> finding.rule().startsWith(LEARNED));
        Assessment both = assessed(prompt, evidence, _ -> true);
        return new Outcome(text, reached(rules), reached(model), reached(both),
                new Outcome.Points(rules.anomaly(), model.anomaly(), both.anomaly()));
    }

    private Evidence examine(Prompt prompt) {
        return engine.examine(prompt.passages().getFirst(), Trust.APP, Scope.ALL);
    }

    private Assessment assessed(Prompt prompt, Evidence evidence, Predicate<Finding> counted) {
        var kept = new Evidence(evidence.findings().stream().filter(counted).toList());
        return Verdict.assess(prompt, List.of(kept), policy, engine);
    }

    private boolean reached(Assessment assessment) {
        return assessment.injectionScore() >= policy.operatingPoint().score();
    }
}
