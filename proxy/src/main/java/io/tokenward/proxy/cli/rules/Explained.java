package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Mode;
import io.tokenward.rules.Origin;
import io.tokenward.rules.Policy;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Scope;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import io.tokenward.rules.explain.RuleTrace;
import io.tokenward.rules.explain.Traced;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text with everything that decides about it. */
final class Explained {
    private final RuleEngine engine;
    private final Policy policy;
    private final Passage passage;
    private final Trust trust;
    private final Origin origin;
    private final Evidence evidence;
    private final Assessment assessment;

    Explained(RuleEngine engine, Policy policy, Passage passage, Trust trust, Origin origin) {
        this.engine = engine;
        this.policy = policy;
        this.passage = passage;
        this.trust = trust;
        this.origin = origin;
        evidence = examine();
        var prompt = new Prompt(List.of(passage));
        List<Evidence> counted = engine.exclusions().apply(prompt, List.of(evidence), origin, today());
        assessment = Verdict.assess(prompt, counted, policy, engine);
    }

    private Evidence examine() {
        return engine.examine(passage, trust, Scope.ALL);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    Passage passage() {
        return passage;
    }

    Policy policy() {
        return policy;
    }

    Assessment assessment() {
        return assessment;
    }

    List<TextView> views() {
        return RuleEngine.views(passage.text());
    }

    /**
     * The rules that match, in the order of the text.
     *
     * @param parts also those of which a part holds, behind
     */
    List<ExplainedRule> rules(boolean parts) {
        List<ExplainedRule> rules = new ArrayList<>();
        List<String> matched = evidence.findings().stream().map(Finding::rule).distinct().toList();
        for (String id : matched)
            engine.rule(id).ifPresent(rule -> rules.add(rule(rule)));
        if (!parts) return rules;
        for (Rule rule : engine.rules()) {
            if (matched.contains(rule.id()) || rule.mode() == Mode.OFF) continue;
            ExplainedRule explained = rule(rule);
            if (anySeen(explained.trace().tree())) rules.add(explained);
        }
        return rules;
    }

    private static boolean anySeen(Traced node) {
        return !node.kind().equals("not")
                && (!node.seen().isEmpty() || node.of().stream().anyMatch(Explained::anySeen));
    }

    ExplainedRule rule(Rule rule) {
        RuleTrace trace = RuleTrace.of(rule, passage, trust);
        List<Finding> findings = evidence.findings().stream().filter(one -> one.rule().equals(rule.id())).toList();
        return new ExplainedRule(trace, findings, notCounted(rule, trace));
    }

    /** Why it has no points here; empty where it has, or would have if it matched. */
    private Optional<String> notCounted(Rule rule, RuleTrace trace) {
        if (rule.mode() == Mode.OFF) return Optional.of("its mode is off: it is never asked");
        if (!trace.asked()) {
            return Optional.of("it is not asked about the role " + passage.role().word() + ", only about "
                    + rule.roles().stream().sorted().map(Role::word).toList());
        }
        Optional<String> excluded = engine.exclusions()
                .of(rule.id(), passage, origin, today())
                .map(one -> "excluded until " + one.expires() + " by " + one.place() + " (" + one.reason() + " "
                        + one.owner() + ")");
        if (excluded.isPresent()) return excluded;
        if (rule.mode() == Mode.SHADOW) return Optional.of("in shadow: it is reported and has no points");
        if (rule.paranoia() > policy.paranoia()) {
            boolean flags = rule.paranoia() <= policy.detectionParanoia();
            return Optional.of("its paranoia level " + rule.paranoia() + " is above the policy's " + policy.paranoia()
                    + (flags ? "; it flags" : " and its detection level " + policy.detectionParanoia()));
        }
        return switch (policy.action(rule)) {
            case OFF -> Optional.of("the policy is off for " + (policy.ruleActions().containsKey(rule.id())
                    ? rule.id()
                    : rule.category().word()));
            case FLAG, REDACT, BLOCK -> Optional.empty();
        };
    }
}
