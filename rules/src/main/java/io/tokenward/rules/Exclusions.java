package io.tokenward.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The exclusions of all packs in force. Immutable and thread-safe. They are applied to evidence, after the look-up of what is
 * known: evidence is the same for everybody, what is excluded is not.
 */
public final class Exclusions {
    private final List<Exclusion> all;
    private final Map<String, List<Exclusion>> byRule = new HashMap<>();

    Exclusions(List<Exclusion> all, Collection<Rule> rules) {
        this.all = List.copyOf(all);
        for (Rule rule : rules) {
            List<Exclusion> about = all.stream().filter(one -> one.about(rule)).toList();
            if (!about.isEmpty()) byRule.put(rule.id(), about);
        }
    }

    /** All of them, in the order read, whether they work or not. */
    public List<Exclusion> all() {
        return all;
    }

    /** Those that worked their last day before {@code today}. */
    public List<Exclusion> expired(LocalDate today) {
        return all.stream().filter(one -> one.expired(today)).toList();
    }

    /** The one that makes findings of that rule in that passage not count, if there is one. */
    public Optional<Exclusion> of(String rule, Passage passage, Origin origin, LocalDate today) {
        for (Exclusion exclusion : byRule.getOrDefault(rule, List.of()))
            if (!exclusion.expired(today) && exclusion.covers(passage, origin)) return Optional.of(exclusion);
        return Optional.empty();
    }

    /**
     * The evidence without what is excluded.
     *
     * @param evidence of each passage of the prompt, in order
     */
    public List<Evidence> apply(Prompt prompt, List<Evidence> evidence, Origin origin, LocalDate today) {
        if (byRule.isEmpty()) return evidence;
        List<Evidence> kept = new ArrayList<>(evidence.size());
        for (int i = 0; i < evidence.size(); i++)
            kept.add(apply(prompt.passages().get(i), evidence.get(i), origin, today));
        return kept;
    }

    private Evidence apply(Passage passage, Evidence evidence, Origin origin, LocalDate today) {
        List<Finding> kept = evidence.findings()
                .stream()
                .filter(finding -> of(finding.rule(), passage, origin, today).isEmpty())
                .toList();
        return kept.size() == evidence.findings().size() ? evidence : new Evidence(kept);
    }
}
