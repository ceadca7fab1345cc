package io.tokenward.rules;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.Confidence;
import io.tokenward.detectors.pii.PiiScanner;
import io.tokenward.detectors.secret.SecretScanner;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that run, numbered in the order of their packs, with what leads to them: a rule is only looked at where one of its
 * leaves holds, or where it can hold without any. Immutable and thread-safe.
 */
final class RuleTrees {
    /**
     * What is asked of texts of one role and trust.
     *
     * @param onTheirOwn rules that may hold where no query, no anchor of a pattern and no secret was found
     * @param secrets whether a rule looks at secrets
     * @param personalData whether a rule looks at personal data
     */
    record Selection(BitSet rules, BitSet onTheirOwn, BitSet queries, boolean secrets, boolean personalData) {}

    private static final Set<String> SECRETS = Set.copyOf(SecretScanner.standard().names());
    private static final Set<String> PERSONAL_DATA = Set.copyOf(PiiScanner.standard().names());

    private static final Set<String> LEARNED = Arrays.stream(Confidence.values())
            .map(Confidence::detector)
            .collect(Collectors.toUnmodifiableSet());

    private final List<RuleTree> rules;
    private final int[] ruleOfQuery;
    private final int[] ruleOfPattern;
    private final Map<String, BitSet> bySecret = new HashMap<>();
    private final Map<Asked, Selection> selections = new HashMap<>();

    /** Whose text is asked about, and for what. */
    private record Asked(Role role, Trust trust, Scope scope) {}

    RuleTrees(List<RuleTree> rules, int queries, int patterns) {
        this.rules = List.copyOf(rules);
        ruleOfQuery = new int[queries];
        ruleOfPattern = new int[patterns];
        Set<String> scanned = new HashSet<>(SECRETS);
        scanned.addAll(PERSONAL_DATA);
        for (int i = 0; i < rules.size(); i++) {
            RuleTree rule = rules.get(i);
            int number = i;
            Arrays.fill(ruleOfQuery, rule.firstQuery(), rule.endQuery(), i);
            Arrays.fill(ruleOfPattern, rule.firstPattern(), rule.endPattern(), i);
            rule.detectors()
                    .stream()
                    .filter(scanned::contains)
                    .forEach(name -> bySecret
                            .computeIfAbsent(name, _ -> new BitSet())
                            .set(number));
        }
        for (Role role : Role.values())
            for (Trust trust : Trust.values())
                for (Scope scope : Scope.values())
                    selections.put(new Asked(role, trust, scope), select(role, trust, scope));
    }

    private Selection select(Role role, Trust trust, Scope scope) {
        var nothing = new Absent(bySecret.keySet());
        var selected = new BitSet();
        var onTheirOwn = new BitSet();
        var queries = new BitSet();
        boolean secrets = false;
        boolean personal = false;
        for (int i = 0; i < rules.size(); i++) {
            RuleTree rule = rules.get(i);
            if (!applies(rule.rule(), role, trust) || !isWithin(rule, scope)) continue;
            selected.set(i);
            queries.set(rule.firstQuery(), rule.endQuery());
            if (rule.when().mayHold(nothing)) onTheirOwn.set(i);
            secrets |= rule.when().looksAt(SECRETS);
            personal |= rule.when().looksAt(PERSONAL_DATA);
        }
        return new Selection(selected, onTheirOwn, queries, secrets, personal);
    }

    private static boolean applies(Rule rule, Role role, Trust trust) {
        if (rule.roles().contains(role)) return true;
        // No model reads a header field: an order in it moves nobody.
        return trust == Trust.NONE && role != Role.HEADER && rule.roles().contains(Role.USER);
    }

    private static boolean isWithin(RuleTree rule, Scope scope) {
        return switch (scope) {
            case ALL -> true;
            case WITHOUT_PERSONAL_DATA -> rule.rule().category() != Category.PII;
            case SEAM -> rule.rule().category().attack()
                    && !(rule.when() instanceof Tree.Detector(String name) && LEARNED.contains(name));
        };
    }

    Selection selection(Role role, Trust trust, Scope scope) {
        return Objects.requireNonNull(selections.get(new Asked(role, trust, scope)));
    }

    RuleTree rule(int number) {
        return rules.get(number);
    }

    /** The rules that a view calls for, ascending. */
    BitSet calledFor(ViewLeaves leaves, Set<String> secrets, Selection selection) {
        var called = (BitSet) selection.onTheirOwn().clone();
        BitSet matched = leaves.matched();
        for (int query = matched.nextSetBit(0); query >= 0; query = matched.nextSetBit(query + 1))
            called.set(ruleOfQuery[query]);
        if (ruleOfPattern.length > 0) leaves.patterns().forEachPossible(pattern -> called.set(ruleOfPattern[pattern]));
        for (String secret : secrets)
            called.or(bySecret.getOrDefault(secret, new BitSet()));
        called.and(selection.rules());
        for (int rule = called.nextSetBit(0); rule >= 0; rule = called.nextSetBit(rule + 1))
            if (!rules.get(rule).when().mayHold(leaves)) called.clear(rule);
        return called;
    }

    /** The rules that these queries belong to. */
    BitSet of(BitSet queries) {
        var numbers = new BitSet();
        queries.stream().forEach(query -> numbers.set(ruleOfQuery[query]));
        return numbers;
    }

    /** A text in which no leaf holds that is sought before rules are looked at. */
    private record Absent(Set<String> secrets) implements Tree.Leaves {
        Absent {
            secrets = Set.copyOf(secrets);
        }

        @Override
        public boolean query(int number) {
            return false;
        }

        @Override
        public boolean pattern(int number) {
            return false;
        }

        @Override
        public boolean detector(String name) {
            return !secrets.contains(name);
        }
    }

    /** All queries of the rules that may hold where no more than these queries match. */
    BitSet deciding(BitSet candidates, Selection selection, ViewLeaves view) {
        var leaves = new Candidates(candidates, view);
        var deciding = new BitSet();
        int last = -1;
        for (int query = candidates.nextSetBit(0); query >= 0; query = candidates.nextSetBit(query + 1)) {
            int number = ruleOfQuery[query];
            // Queries of one rule stand together.
            if (number == last || !selection.rules().get(number)) continue;
            last = number;
            RuleTree rule = rules.get(number);
            if (rule.when().mayHold(leaves)) deciding.set(rule.firstQuery(), rule.endQuery());
        }
        return deciding;
    }

    /** A view of which it is known which queries may match. */
    private record Candidates(BitSet queries, ViewLeaves view) implements Tree.Leaves {
        @Override
        public boolean query(int number) {
            return queries.get(number);
        }

        @Override
        public boolean pattern(int number) {
            return view.pattern(number);
        }

        @Override
        public boolean detector(String name) {
            return true;
        }
    }
}
