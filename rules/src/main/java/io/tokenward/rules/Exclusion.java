package io.tokenward.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.yaml.Place;
import java.time.LocalDate;
import java.util.Set;

/**
 * Findings that do not count somewhere, for a while, because somebody answers for it. Immutable. An empty set, or an empty
 * pointer, asks for nothing; all that is asked for must fit.
 *
 * @param rules ids of rules
 * @param tags tags of rules; a rule with one of them is meant as well
 * @param tenants whose requests
 * @param routes bases of routes
 * @param roles roles of passages, as the caller says
 * @param pointer JSON pointer of passages, with {@code *} for any one member or position; what stands below is meant too
 * @param reason why
 * @param owner who answers for it
 * @param expires the last day on which it works, UTC
 * @param place where it stands
 */
public record Exclusion(Set<String> rules, Set<String> tags, Set<String> tenants, Set<String> routes, Set<Role> roles,
        String pointer, String reason, String owner, LocalDate expires, Place place) {
    public Exclusion {
        rules = Set.copyOf(rules);
        tags = Set.copyOf(tags);
        tenants = Set.copyOf(tenants);
        routes = Set.copyOf(routes);
        roles = Set.copyOf(roles);
    }

    /** Whether it worked its last day before {@code today}, a day in UTC. */
    public boolean expired(LocalDate today) {
        return today.isAfter(expires);
    }

    /** Whether it is about that rule. */
    public boolean about(Rule rule) {
        return rules.contains(rule.id()) || rule.tags().stream().anyMatch(tags::contains);
    }

    /** Whether it is about that passage of a prompt from there. */
    boolean covers(Passage passage, Origin origin) {
        return (tenants.isEmpty() || tenants.contains(origin.tenant()))
                && (routes.isEmpty() || routes.contains(origin.route()))
                && (roles.isEmpty() || roles.contains(passage.role()))
                && (pointer.isEmpty() || covers(passage.pointer()));
    }

    private boolean covers(String actual) {
        String[] wanted = pointer.split("/", -1);
        String[] found = actual.split("/", -1);
        if (found.length < wanted.length) return false;
        for (int i = 0; i < wanted.length; i++)
            if (!wanted[i].equals("*") && !wanted[i].equals(found[i])) return false;
        return true;
    }
}
