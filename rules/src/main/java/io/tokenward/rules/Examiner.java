package io.tokenward.rules;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Detectors;
import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.Decoding;
import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.Squeezing;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.match.QueryMatcher;
import io.tokenward.rules.match.SoughtQuery;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs all rules over one passage: once per view, trees over leaves. Immutable, thread-safe. */
final class Examiner {
    /** Findings of one passage beyond this are not kept: the verdict needs no more. */
    private static final int MAX_FINDINGS = 1000;
    /** Places of one rule in one view that are looked at. */
    private static final int MAX_PLACES = 256;

    /**
     * What is asked of texts of one role and trust.
     *
     * @param withoutQueries rules that may hold where no query matches
     */
    private record Selection(List<Rule> rules, List<Rule> withoutQueries, BitSet queries) {}

    private final QueryMatcher matcher;
    private final AnchorTable anchors;
    private final IdentityHashMap<Condition.QueryLeaf, Integer> numbers = new IdentityHashMap<>();
    private final IdentityHashMap<Rule, BitSet> queriesOf = new IdentityHashMap<>();
    private final Map<Role, Selection> trusted = new EnumMap<>(Role.class);
    private final Map<Role, Selection> untrusted = new EnumMap<>(Role.class);
    private final Detectors detectors = Detectors.standard();
    private final boolean usesSecrets;

    Examiner(List<Rule> all) {
        List<Rule> rules = all.stream().filter(rule -> rule.mode() != Mode.OFF).toList();
        List<SoughtQuery> queries = new ArrayList<>();
        for (Rule rule : rules) {
            var own = new BitSet();
            forEachQuery(rule.when(), leaf -> {
                numbers.put(leaf, queries.size());
                own.set(queries.size());
                queries.add(new SoughtQuery(leaf.written(), leaf.query()));
            });
            queriesOf.put(rule, own);
        }
        matcher = new QueryMatcher(queries);
        anchors = new AnchorTable(rules);
        for (Role role : Role.values()) {
            trusted.put(role, select(rules, role, Trust.APP));
            untrusted.put(role, select(rules, role, Trust.NONE));
        }
        usesSecrets = rules.stream().anyMatch(rule -> rule.category() == Category.SECRET);
    }

    private Selection select(List<Rule> all, Role role, Trust trust) {
        List<Rule> rules = all.stream().filter(rule -> applies(rule, role, trust)).toList();
        var queries = new BitSet();
        rules.forEach(rule -> queries.or(queries(rule)));
        return new Selection(rules, rules.stream().filter(rule -> holdsWithoutQueries(rule.when())).toList(), queries);
    }

    private Selection selection(Role role, Trust trust) {
        return Objects.requireNonNull((trust == Trust.APP ? trusted : untrusted).get(role));
    }

    private BitSet queries(Rule rule) {
        return Objects.requireNonNull(queriesOf.get(rule));
    }

    Evidence examine(Passage passage, Trust trust, long deadlineNanos) throws DeadlineExceeded {
        BitSet wanted = selection(passage.role(), trust).queries();
        List<Finding> findings = new ArrayList<>();
        List<TextView> decoded = Decoding.views(passage.text());
        List<TextView> views = views(passage.text(), decoded);
        var text = new PassageLeaves(passage.text(), views, decoded, judgedAs(passage.role(), trust), detectors,
                usesSecrets);
        for (TextView view : views) {
            DeadlineExceeded.check(deadlineNanos);
            var leaves = new ViewLeaves(view, text, numbers, anchors);
            matcher.<DeadlineExceeded>match(view, wanted,
                    candidates -> narrow(candidates, passage.role(), trust, leaves),
                    () -> DeadlineExceeded.check(deadlineNanos), leaves);
            judge(passage, trust, leaves, findings);
        }
        return evidence(findings);
    }

    Evidence examineExhaustively(Passage passage, Trust trust) {
        BitSet wanted = selection(passage.role(), trust).queries();
        List<Finding> findings = new ArrayList<>();
        List<TextView> decoded = Decoding.views(passage.text());
        List<TextView> views = views(passage.text(), decoded);
        var text = new PassageLeaves(passage.text(), views, decoded, judgedAs(passage.role(), trust), detectors,
                usesSecrets);
        for (TextView view : views) {
            var leaves = new ViewLeaves(view, text, numbers, anchors);
            matcher.matchExhaustively(view, wanted, leaves);
            judge(passage, trust, leaves, findings);
        }
        return evidence(findings);
    }

    /** Queries of rules whose condition cannot hold with what may match decide nothing. */
    private void narrow(BitSet candidates, Role role, Trust trust, ViewLeaves leaves) {
        var deciding = new BitSet();
        for (Rule rule : selection(role, trust).rules()) {
            BitSet own = queries(rule);
            if (own.intersects(candidates) && leaves.mayHold(rule.when(), candidates)) deciding.or(own);
        }
        candidates.and(deciding);
    }

    private void judge(Passage passage, Trust trust, ViewLeaves leaves, List<Finding> findings) {
        boolean first = leaves.view().name().equals("folded");
        Selection selection = selection(passage.role(), trust);
        for (Rule rule : leaves.anyQuery() ? selection.rules() : selection.withoutQueries()) {
            if (findings.size() >= MAX_FINDINGS) return;
            // Detectors look at the text as it stands: their rules are asked once, not once per view.
            if (rule.when() instanceof Condition.DetectorLeaf && !first) continue;
            boolean each = rule.category() == Category.SECRET || rule.category() == Category.PII;
            if (!leaves.couldHold(rule.when())) continue;
            if (!each && passage.text().length() > Vicinity.UNITS) {
                vicinities(rule, leaves, findings);
                continue;
            }
            Optional<List<Span>> spans = leaves.spans(rule.when());
            if (spans.isEmpty() || spans.get().isEmpty()) continue;
            if (each) {
                for (Span span : spans.get())
                    findings.add(finding(rule, leaves.viewName(span), span));
            } else if (findings.stream().noneMatch(finding -> finding.rule().equals(rule.id()))) {
                add(rule, leaves, spans.get(), findings);
            }
        }
    }

    /** In a long text what a rule asks for must stand close together: sooner or later every word occurs. */
    private static void vicinities(Rule rule, ViewLeaves leaves, List<Finding> findings) {
        int next = 0;
        int places = 0;
        for (int start : leaves.beginnings(rule.when())) {
            if (start < next) continue;
            if (++places > MAX_PLACES) return;
            int from = start;
            boolean known = findings.stream()
                    .anyMatch(
                            finding -> finding.rule().equals(rule.id()) && Vicinity.near(finding.span().start(), from));
            if (known) continue;
            Optional<List<Span>> spans = leaves.spans(rule.when(), start, start + Vicinity.UNITS);
            if (spans.isEmpty() || spans.get().isEmpty()) continue;
            add(rule, leaves, spans.get(), findings);
            next = start + Vicinity.UNITS;
        }
    }

    private static void add(Rule rule, ViewLeaves leaves, List<Span> spans, List<Finding> findings) {
        Span span = spans.stream().min(Comparator.comparingInt(Span::start).thenComparingInt(Span::end)).orElseThrow();
        findings.add(finding(rule, leaves.viewName(span), span));
    }

    private static Finding finding(Rule rule, String view, Span span) {
        return new Finding(rule.id(), rule.category(), rule.severity(), view, span);
    }

    private static Evidence evidence(List<Finding> findings) {
        if (findings.isEmpty()) return Evidence.NONE;
        findings.sort(
                Comparator.comparingInt((Finding finding) -> finding.span().start()).thenComparing(Finding::rule));
        return new Evidence(findings);
    }

    private static List<TextView> views(String text, List<TextView> decodedViews) {
        List<TextView> views = new ArrayList<>(2);
        TextView folded = Folding.fold(text);
        views.add(folded);
        Squeezing.squeeze(folded).ifPresent(views::add);
        for (TextView decoded : decodedViews) {
            TextView view = Folding.fold(decoded);
            views.add(view);
            Squeezing.squeeze(view).ifPresent(views::add);
        }
        return views;
    }

    /** Whom nobody vouches for cannot make a text harmless by calling it a system prompt. */
    private static Role judgedAs(Role role, Trust trust) {
        if (trust == Trust.APP) return role;
        return switch (role) {
            case SYSTEM, TOOL_DEFINITION, METADATA -> Role.USER;
            case USER, ASSISTANT, TOOL_RESULT, DOCUMENT -> role;
        };
    }

    private static boolean applies(Rule rule, Role role, Trust trust) {
        return rule.roles().contains(role) || trust == Trust.NONE && rule.roles().contains(Role.USER);
    }

    private static boolean holdsWithoutQueries(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf _ -> false;
            case Condition.PatternLeaf _,Condition.DetectorLeaf _,Condition.Not _ -> true;
            case Condition.All(List<Condition> of) -> of.stream().allMatch(Examiner::holdsWithoutQueries);
            case Condition.Any(List<Condition> of) -> of.stream().anyMatch(Examiner::holdsWithoutQueries);
            case Condition.AtLeast(int count, List<Condition> of) ->
                of.stream().filter(Examiner::holdsWithoutQueries).count() >= count;
        };
    }

    private static void forEachQuery(Condition condition, java.util.function.Consumer<Condition.QueryLeaf> each) {
        switch (condition) {
            case Condition.QueryLeaf leaf -> each.accept(leaf);
            case Condition.PatternLeaf _,Condition.DetectorLeaf _ -> {}
            case Condition.All(List<Condition> of) -> of.forEach(child -> forEachQuery(child, each));
            case Condition.Any(List<Condition> of) -> of.forEach(child -> forEachQuery(child, each));
            case Condition.Not(Condition of) -> forEachQuery(of, each);
            case Condition.AtLeast(int _, List<Condition> of) -> of.forEach(child -> forEachQuery(child, each));
        }
    }
}
