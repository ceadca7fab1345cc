package io.tokenward.rules;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * From evidence to a verdict, by arithmetic: the points of the matched rules that stand close together in a passage
 * are summed (a rule counts once) and
 * turned into a probability, 5 points 0.50, 10 points 0.75, each 5 more halve the rest; the highest one
 * speaks for the prompt.
 */
public final class Verdict {
    private Verdict() {}

    /**
     * Judges a prompt.
     *
     * @param evidence of each passage, in the order of the prompt
     */
    public static Assessment assess(Prompt prompt, List<Evidence> evidence, Policy policy, RuleEngine engine) {
        if (evidence.size() != prompt.passages().size()) {
            throw new IllegalArgumentException(
                    evidence.size() + " evidences for " + prompt.passages().size() + " passages");
        }
        if (policy.screening() == Screening.OFF || evidence.stream().allMatch(e -> e.findings().isEmpty()))
            return Assessment.CLEAN;
        return new Reading(policy, engine).read(evidence);
    }

    /**
     * Judges one passage by itself, without a deadline and without exclusions for tenants and routes: the same text always gets
     * the same verdict.
     */
    public static Assessment alone(Passage passage, Trust trust, Policy policy, RuleEngine engine) {
        var prompt = new Prompt(List.of(passage));
        Evidence evidence = engine.examine(passage, trust, Scope.of(policy.caresForPersonalData()));
        List<Evidence> counted = engine.exclusions()
                .apply(prompt, List.of(evidence), Origin.NONE, LocalDate.now(ZoneOffset.UTC));
        return assess(prompt, counted, policy, engine);
    }

    /** The probability of that many points. */
    static double score(int points) {
        return 1 - Math.pow(0.5, points / 5.0);
    }

    private static final class Reading {
        private final Policy policy;
        private final RuleEngine engine;
        private final List<Assessment.Judged> judged = new ArrayList<>();
        private final List<Assessment.Redaction> redactions = new ArrayList<>();
        private int anomaly;
        private boolean secret;

        Reading(Policy policy, RuleEngine engine) {
            this.policy = policy;
            this.engine = engine;
        }

        Assessment read(List<Evidence> evidence) {
            for (int i = 0; i < evidence.size(); i++) {
                List<Finding> findings = evidence.get(i).findings();
                int[] points = Vicinity.points(findings, this::points);
                for (int k = 0; k < points.length; k++) {
                    anomaly = Math.max(anomaly, points[k]);
                    judge(i, findings.get(k), score(points[k]) >= policy.operatingPoint().score());
                }
            }
            Decision decision = judged.stream()
                    .map(Assessment.Judged::effect)
                    .max(Comparator.naturalOrder())
                    .orElse(Decision.ALLOW);
            if (decision != Decision.REDACT) redactions.clear();
            Optional<Assessment.Judged> decisive = decision == Decision.BLOCK ? decisive() : Optional.empty();
            return new Assessment(decision, score(anomaly), secret ? 1 : 0, anomaly, judged, redactions, decisive);
        }

        private int points(Finding finding) {
            Rule rule = engine.rule(finding.rule()).orElse(null);
            return rule != null && counts(rule) && finding.category().attack() ? finding.severity().points() : 0;
        }

        private boolean counts(Rule rule) {
            boolean decides = rule.mode() == Mode.SCORE || rule.mode() == Mode.BLOCK;
            return decides && rule.paranoia() <= policy.paranoia() && policy.action(rule) != Action.OFF;
        }

        private void judge(int passage, Finding finding, boolean reached) {
            Rule rule = engine.rule(finding.rule()).orElse(null);
            if (rule == null || policy.action(rule) == Action.OFF) return;
            if (rule.paranoia() > Math.max(policy.paranoia(), policy.detectionParanoia())) return;
            Decision effect = counts(rule) ? effect(rule, reached) : Decision.FLAG;
            if (policy.screening() == Screening.DETECT) effect = Decision.FLAG;
            if (rule.category() == Category.SECRET && counts(rule)) secret = true;
            judged.add(new Assessment.Judged(passage, finding, effect));
            if (effect == Decision.REDACT)
                redactions.add(new Assessment.Redaction(passage, finding.span(), kind(rule)));
        }

        private Decision effect(Rule rule, boolean reached) {
            Action action = policy.action(rule);
            boolean acts = rule.mode() == Mode.BLOCK || !rule.category().attack() || reached;
            if (rule.mode() == Mode.BLOCK && rule.category().attack()) return Decision.BLOCK;
            if (!acts) return Decision.FLAG;
            return switch (action) {
                case OFF -> Decision.ALLOW;
                case FLAG -> Decision.FLAG;
                case REDACT -> Decision.REDACT;
                case BLOCK -> Decision.BLOCK;
            };
        }

        /** The heaviest finding that blocks; the first of those that weigh the same. */
        private Optional<Assessment.Judged> decisive() {
            return judged.stream()
                    .filter(j -> j.effect() == Decision.BLOCK)
                    .reduce((best, next) -> next.finding().severity().points() > best.finding().severity().points()
                            ? next
                            : best);
        }

        private static String kind(Rule rule) {
            String word = rule.category().word();
            return rule.id().startsWith(word + "-") ? rule.id().substring(word.length() + 1) : rule.id();
        }
    }
}
