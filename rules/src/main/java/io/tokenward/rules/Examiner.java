package io.tokenward.rules;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Detectors;
import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.text.Decoding;
import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.Lowered;
import io.tokenward.detectors.text.Squeezing;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.match.QueryMatcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs all rules over one passage: once per view, trees over leaves. Immutable, thread-safe. */
final class Examiner {
    private final QueryMatcher matcher;
    private final List<Condition.PatternLeaf> patterns;
    private final AnchorTable anchors;
    private final RuleTrees rules;
    private final Detectors detectors = Detectors.standard();
    private final KnownAttacks known;

    Examiner(List<Rule> all, KnownAttacks known) {
        this.known = known;
        var reader = new TreeReader();
        all.stream().filter(rule -> rule.mode() != Mode.OFF).forEach(reader::read);
        matcher = new QueryMatcher(reader.queries());
        patterns = List.copyOf(reader.patterns());
        anchors = new AnchorTable(patterns);
        rules = new RuleTrees(reader.rules(), reader.queries().size(), patterns.size());
    }

    /**
     * What a passage shows.
     *
     * @param scope which rules are asked
     * @param pulse beats whenever a bounded piece of work is done, and may throw to end the rest
     */
    Evidence examine(Passage passage, Trust trust, Scope scope, QueryMatcher.Pulse<DeadlineExceeded> pulse)
            throws DeadlineExceeded {
        RuleTrees.Selection selection = rules.selection(passage.role(), trust, scope);
        List<Finding> findings = new ArrayList<>();
        var judging = new Judging(rules, passage, findings, pulse);
        PassageLeaves text = leaves(passage, trust, selection, pulse);
        for (TextView view : text.views()) {
            pulse.beat();
            ViewLeaves leaves = leaves(view, text, pulse);
            matcher.match(view, selection.queries(),
                    candidates -> candidates.and(rules.deciding(candidates, selection, leaves)), pulse, leaves);
            judging.judge(rules.calledFor(leaves, text.secrets(), selection), leaves);
        }
        remembered(passage.role(), trust, text, findings, pulse);
        return evidence(findings);
    }

    private void remembered(Role role, Trust trust, PassageLeaves text, List<Finding> findings,
            QueryMatcher.Pulse<DeadlineExceeded> pulse) throws DeadlineExceeded {
        if (!KnownAttacks.looksAt(judgedAs(role, trust))) return;
        for (TextView view : text.views()) {
            pulse.beat();
            known.add(view, text, findings);
        }
    }

    /** Without the prefilters: every query is run over every word, and every rule is asked about every view. */
    Evidence examineExhaustively(Passage passage, Trust trust) {
        RuleTrees.Selection selection = rules.selection(passage.role(), trust, Scope.ALL);
        QueryMatcher.Pulse<DeadlineExceeded> pulse = () -> {};
        List<Finding> findings = new ArrayList<>();
        var judging = new Judging(rules, passage, findings, pulse);
        try {
            PassageLeaves text = leaves(passage, trust, selection, pulse);
            for (TextView view : text.views()) {
                ViewLeaves leaves = leaves(view, text, pulse);
                matcher.matchExhaustively(view, selection.queries(), leaves);
                judging.judge(selection.rules(), leaves);
            }
            remembered(passage.role(), trust, text, findings, pulse);
        } catch (DeadlineExceeded impossible) {
            throw new IllegalStateException("there is no deadline", impossible);
        }
        return evidence(findings);
    }

    /** The ids of the rules of which more is asked than whether a word or literal of theirs is there. */
    Set<String> lookedAt(Passage passage, Trust trust) {
        RuleTrees.Selection selection = rules.selection(passage.role(), trust, Scope.ALL);
        var numbers = new BitSet();
        try {
            PassageLeaves text = leaves(passage, trust, selection, () -> {});
            for (TextView view : text.views()) {
                ViewLeaves leaves = leaves(view, text, () -> {});
                matcher.match(view, selection.queries(), candidates -> {
                    candidates.and(rules.deciding(candidates, selection, leaves));
                    numbers.or(rules.of(candidates));
                }, () -> {}, leaves);
                numbers.or(rules.calledFor(leaves, text.secrets(), selection));
            }
        } catch (DeadlineExceeded impossible) {
            throw new IllegalStateException("there is no deadline", impossible);
        }
        return numbers.stream().mapToObj(number -> rules.rule(number).rule().id()).collect(Collectors.toSet());
    }

    private static Evidence evidence(List<Finding> findings) {
        if (findings.isEmpty()) return Evidence.NONE;
        findings.sort(
                Comparator.comparingInt((Finding finding) -> finding.span().start()).thenComparing(Finding::rule));
        return new Evidence(findings);
    }

    private PassageLeaves leaves(Passage passage, Trust trust, RuleTrees.Selection selection,
            QueryMatcher.Pulse<DeadlineExceeded> pulse) throws DeadlineExceeded {
        Lowered lowered = Lowered.of(passage.text());
        List<TextView> decoded = Decoding.views(passage.text(), lowered);
        return new PassageLeaves(passage.text(), lowered, views(lowered, decoded, pulse), decoded,
                judgedAs(passage.role(), trust), detectors, selection);
    }

    private ViewLeaves leaves(TextView view, PassageLeaves text, QueryMatcher.Pulse<DeadlineExceeded> pulse) {
        boolean first = view == text.views().getFirst();
        return new ViewLeaves(view, first, text,
                new PatternLeaves(patterns, anchors, view, text, first, pulse));
    }

    /** The ways in which a text is read, the first one as it stands but folded. */
    static List<TextView> views(String text) {
        Lowered lowered = Lowered.of(text);
        return views(lowered, Decoding.views(text, lowered), () -> {});
    }

    private static <X extends Exception> List<TextView> views(Lowered lowered, List<TextView> decodedViews,
            QueryMatcher.Pulse<X> pulse) throws X {
        List<TextView> views = new ArrayList<>(2);
        TextView folded = Folding.fold(lowered);
        views.add(folded);
        if (lowered.oddWords()) views.addAll(Squeezing.squeeze(folded));
        for (TextView decoded : decodedViews) {
            pulse.beat();
            TextView view = Folding.fold(decoded);
            views.add(view);
            views.addAll(Squeezing.squeeze(view));
        }
        return views;
    }

    /** Whom nobody vouches for cannot make a text harmless by calling it a system prompt. */
    private static Role judgedAs(Role role, Trust trust) {
        if (trust == Trust.APP) return role;
        return switch (role) {
            case SYSTEM, TOOL_DEFINITION, METADATA -> Role.USER;
            case USER, ASSISTANT, TOOL_RESULT, DOCUMENT, HEADER -> role;
        };
    }
}
