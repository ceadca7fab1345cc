package io.tokenward.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Severity;
import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.memory.AttackMemory;
import io.tokenward.rules.memory.KnownAttack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The memory of known attacks as the rules see it: a copy is a critical finding where it is said, none where it is quoted or
 * discussed. Immutable and thread-safe.
 */
record KnownAttacks(AttackMemory memory, Map<String, Mode> modes) {
    private static final Set<Role> ROLES = Set.of(Role.USER, Role.ASSISTANT, Role.TOOL_RESULT, Role.DOCUMENT);

    /** What the packs remember; a pack's mode bounds its attacks as it bounds its rules. */
    static KnownAttacks of(List<Pack> packs) {
        List<KnownAttack> attacks = new ArrayList<>();
        Map<String, Mode> modes = new HashMap<>();
        for (Pack pack : packs) {
            if (pack.mode() == Mode.OFF) continue;
            attacks.addAll(pack.attacks());
            if (pack.mode() == Mode.SHADOW)
                pack.attacks().forEach(attack -> modes.putIfAbsent(attack.id(), Mode.SHADOW));
            else
                pack.attacks().forEach(attack -> modes.put(attack.id(), Mode.SCORE));
        }
        return new KnownAttacks(new AttackMemory(attacks), Map.copyOf(modes));
    }

    static boolean looksAt(Role role) {
        return ROLES.contains(role);
    }

    /** What a view shows and is not known yet. */
    void add(TextView view, PassageLeaves text, List<Finding> findings) {
        for (AttackMemory.Copy copy : memory.copies(view)) {
            KnownAttack attack = copy.attack();
            boolean known = findings.stream().anyMatch(finding -> finding.rule().equals(attack.id()));
            if (known || isMentioned(copy.span(), text)) continue;
            findings.add(new Finding(attack.id(), attack.category(), Severity.CRITICAL, view.name(), copy.span()));
        }
    }

    private static boolean isMentioned(Span span, PassageLeaves text) {
        return text.spans("mention")
                .stream()
                .anyMatch(mention -> mention.start() <= span.start() && mention.end() >= span.end());
    }

    /** All of them as rules. */
    List<Rule> rules() {
        return memory.attacks().stream().map(this::rule).toList();
    }

    /** A known attack as a rule, so that policies and reports treat it like one. */
    Optional<Rule> rule(String id) {
        return memory.attack(id).map(this::rule);
    }

    private Rule rule(KnownAttack attack) {
        return new Rule(attack.id(), "Is a copy of an attack that was seen before", attack.category(),
                Severity.CRITICAL, 1, modes.getOrDefault(attack.id(), Mode.SCORE), ROLES, List.of("any"),
                List.of("owasp-llm01"), new Condition.DetectorLeaf("memory", attack.place()),
                "Say in your own words what you want.", "Texts that quote the attack without quotation marks.",
                List.of(), attack.place());
    }
}
