package io.tokenward.rules;

import io.tokenward.rules.memory.KnownAttack;
import java.util.List;

/**
 * Rules and exclusions that are written, versioned and signed together. Immutable.
 *
 * @param name as {@code pack.yaml} says, or the name of the directory
 * @param version as {@code pack.yaml} says; empty where it says none
 * @param mode the most that its rules may do
 * @param requires names of packs that must be loaded too, whose words it may use
 * @param rules in the order of its files
 * @param exclusions in the order of its files
 * @param attacks that it remembers
 */
public record Pack(String name, String version, Mode mode, List<String> requires, List<Rule> rules,
        List<Exclusion> exclusions, List<KnownAttack> attacks) {
    /** The name of the shipped pack. */
    public static final String BUILTIN = "builtin";

    public Pack {
        requires = List.copyOf(requires);
        rules = List.copyOf(rules);
        exclusions = List.copyOf(exclusions);
        attacks = List.copyOf(attacks);
    }
}
