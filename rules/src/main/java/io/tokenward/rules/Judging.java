package io.tokenward.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Span;
import io.tokenward.rules.match.QueryMatcher;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what the rules find in one passage, view by view. Not thread-safe. */
final class Judging {
    /** Findings of one passage beyond this are not kept: the verdict needs no more. */
    private static final int MAX_FINDINGS = 1000;
    /** Places of one rule in one view that are looked at. */
    private static final int MAX_PLACES = 256;

    private final RuleTrees rules;
    private final boolean isLong;
    private final QueryMatcher.Pulse<DeadlineExceeded> pulse;
    private final List<Finding> findings;

    /** @param findings where what is found is added */
    Judging(RuleTrees rules, Passage passage, List<Finding> findings, QueryMatcher.Pulse<DeadlineExceeded> pulse) {
        this.rules = rules;
        this.findings = findings;
        this.isLong = passage.text().length() > Vicinity.UNITS;
        this.pulse = pulse;
    }

    /** Asks these rules about a view. */
    void judge(BitSet numbers, ViewLeaves leaves) throws DeadlineExceeded {
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            if (findings.size() >= MAX_FINDINGS) return;
            RuleTree rule = rules.rule(number);
            // Detectors look at the text as it stands: their rules are asked once, not once per view.
            if (rule.detectorAlone() && !leaves.first()) continue;
            if (rule.eachPlace() || !isLong) everywhere(rule, leaves);
            else
                vicinities(rule, leaves);
        }
    }

    private void everywhere(RuleTree rule, ViewLeaves leaves) throws DeadlineExceeded {
        Optional<List<Span>> spans = leaves.spans(rule.when());
        if (spans.isEmpty() || spans.get().isEmpty()) return;
        if (rule.eachPlace()) {
            for (Span span : spans.get())
                findings.add(finding(rule.rule(), leaves.viewName(span), span));
        } else if (findings.stream().noneMatch(finding -> finding.rule().equals(rule.rule().id()))) {
            add(rule.rule(), leaves, spans.get());
        }
    }

    /** In a long text what a rule asks for must stand close together: sooner or later every word occurs. */
    private void vicinities(RuleTree rule, ViewLeaves leaves) throws DeadlineExceeded {
        int next = 0;
        int places = 0;
        for (int start : leaves.beginnings(rule.when())) {
            if (start < next) continue;
            if (++places > MAX_PLACES) return;
            pulse.beat();
            if (isKnown(rule.rule(), start)) continue;
            Optional<List<Span>> spans = leaves.spans(rule.when(), start, start + Vicinity.UNITS);
            if (spans.isEmpty() || spans.get().isEmpty()) continue;
            add(rule.rule(), leaves, spans.get());
            next = start + Vicinity.UNITS;
        }
    }

    private boolean isKnown(Rule rule, int start) {
        return findings.stream()
                .anyMatch(finding -> finding.rule().equals(rule.id()) && Vicinity.near(finding.span().start(), start));
    }

    private void add(Rule rule, ViewLeaves leaves, List<Span> spans) {
        Span span = spans.stream().min(Comparator.comparingInt(Span::start).thenComparingInt(Span::end)).orElseThrow();
        findings.add(finding(rule, leaves.viewName(span), span));
    }

    private static Finding finding(Rule rule, String view, Span span) {
        return new Finding(rule.id(), rule.category(), rule.severity(), view, span);
    }
}
