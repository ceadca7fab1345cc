package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.Decision;
import java.util.List;
import java.util.Optional;

/**
 * One exchange or text, decided before and after. Holds no text.
 *
 * @param reference id of an exchange, or file and line of a text
 * @param label whether people called it an attack; empty where nobody said
 * @param before what was decided, or what the rules in force decide
 * @param after what the new rules decide
 * @param rulesBefore rules that matched before and counted, the decisive one first
 * @param rulesAfter the same after
 */
record Replayed(String reference, Optional<Boolean> label, Decision before, Decision after, List<String> rulesBefore,
        List<String> rulesAfter) {
    boolean newlyBlocked() {
        return after == Decision.BLOCK && before != Decision.BLOCK;
    }

    boolean newlyPassed() {
        return before == Decision.BLOCK && after != Decision.BLOCK;
    }

    /** The rule that the change is put down to. */
    String because() {
        List<String> rules = newlyBlocked() ? rulesAfter : rulesBefore;
        List<String> others = newlyBlocked() ? rulesBefore : rulesAfter;
        return rules.stream()
                .filter(rule -> !others.contains(rule))
                .findFirst()
                .or(() -> rules.stream().findFirst())
                .orElse("-");
    }
}
