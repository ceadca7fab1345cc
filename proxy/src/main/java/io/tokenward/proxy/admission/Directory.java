package io.tokenward.proxy.admission;

import io.tokenward.proxy.keys.Caller;
import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.route.Routes;
import io.tokenward.rules.Policy;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Routes, plans, tenants and policies in force: one immutable snapshot, read once per exchange.
 *
 * @param routes which path means what
 * @param terms plans by name
 * @param tenants by name
 * @param policies policies by name
 * @param passThrough names of upstreams whose callers keep their own credential
 */
public record Directory(Routes routes, Map<String, Terms> terms, Map<String, Tenant> tenants,
        Map<String, Policy> policies,
        Set<String> passThrough) {
    public Directory {
        terms = Map.copyOf(terms);
        tenants = Map.copyOf(tenants);
        policies = Map.copyOf(policies);
        passThrough = Set.copyOf(passThrough);
    }

    /**
     * Who keys belong to.
     *
     * @param plan of keys that have none of their own
     * @param zone whose days and months quotas count
     */
    public record Tenant(String plan, ZoneId zone) {}

    /** The terms of a caller: those of the key's plan, else of its tenant's, with quotas in the tenant's zone. */
    Optional<Terms> terms(Caller caller) {
        Tenant tenant = tenants.get(caller.tenant());
        String name = caller.plan().isEmpty() && tenant != null ? tenant.plan() : caller.plan();
        Terms found = terms.get(name);
        if (found == null) return Optional.empty();
        ZoneId zone = tenant == null ? ZoneOffset.UTC : tenant.zone();
        Plan plan = found.plan();
        if (plan.zone().equals(zone)) return Optional.of(found);
        return Optional.of(
                new Terms(new Plan(plan.name(), plan.rates(), plan.quotas(), zone, plan.weights()), found.security(),
                        found.trust()));
    }
}
