package io.tokenward.rules.lint;

import io.tokenward.rules.Exclusion;
import io.tokenward.rules.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What is to be said about an exclusion. */
final class ExclusionFlaws {
    private ExclusionFlaws() {}

    static List<Warning> of(Exclusion exclusion, List<Rule> rules, LocalDate today) {
        List<Warning> warnings = new ArrayList<>();
        if (exclusion.expired(today)) {
            warnings.add(warning(exclusion, "its last day was " + exclusion.expires()
                    + ", it does not work any more; take it out, or have " + exclusion.owner() + " extend it"));
        }
        for (String id : exclusion.rules().stream().sorted().toList()) {
            if (rules.stream().noneMatch(rule -> rule.id().equals(id)))
                warnings.add(warning(exclusion, "there is no rule " + id));
        }
        for (String tag : exclusion.tags().stream().sorted().toList()) {
            if (rules.stream().noneMatch(rule -> rule.tags().contains(tag)))
                warnings.add(warning(exclusion, "no rule has the tag " + tag));
        }
        boolean everywhere = exclusion.tenants().isEmpty() && exclusion.routes().isEmpty()
                && exclusion.roles().isEmpty() && exclusion.pointer().isEmpty();
        if (everywhere)
            warnings.add(warning(exclusion,
                    "applies to every request; name tenants, routes, roles or a pointer under for:"));
        return warnings;
    }

    private static Warning warning(Exclusion exclusion, String message) {
        return new Warning(exclusion.place(), Warning.Kind.EXCLUSION, "exclude", message);
    }
}
