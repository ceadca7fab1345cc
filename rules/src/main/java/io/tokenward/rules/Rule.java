package io.tokenward.rules;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Severity;
import io.tokenward.rules.yaml.Place;
import java.util.List;
import java.util.Set;

/**
 * One rule as written. Immutable.
 *
 * @param id family and number, or the name of a detector
 * @param title what it finds, for people
 * @param category kind of danger
 * @param severity weight
 * @param paranoia the level from which it counts, 1 to 4
 * @param mode how it counts, already bounded by its pack's
 * @param roles the roles it applies to
 * @param languages the languages it is written for
 * @param tags names in catalogues such as OWASP LLM
 * @param when the condition
 * @param advice what a refused caller may do
 * @param falseAlarms what it is known to confuse
 * @param tests texts that it must and must not match
 * @param place where it stands
 */
public record Rule(String id, String title, Category category, Severity severity, int paranoia, Mode mode,
        Set<Role> roles,
        List<String> languages, List<String> tags, Condition when, String advice, String falseAlarms,
        List<RuleTest> tests, Place place) {
    public Rule {
        roles = Set.copyOf(roles);
        languages = List.copyOf(languages);
        tags = List.copyOf(tags);
        tests = List.copyOf(tests);
    }

    /** The same rule in another mode. */
    Rule in(Mode other) {
        return new Rule(id, title, category, severity, paranoia, other, roles, languages, tags, when, advice,
                falseAlarms, tests, place);
    }
}
