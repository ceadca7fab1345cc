package io.tokenward.proxy.admission;

import io.tokenward.proxy.keys.Caller;
import io.tokenward.proxy.limit.Allowance;
import io.tokenward.proxy.limit.Level;
import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.StoreDown;
import io.tokenward.proxy.route.Routes;
import io.tokenward.rules.Policy;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
 * @param storeDown by name of policy, {@code CLOSED} where it has none
 * @param routeRates by base of the route, of all its callers together
 */
public record Directory(Routes routes, Map<String, Terms> terms, Map<String, Tenant> tenants,
        Map<String, Policy> policies,
        Set<String> passThrough, Map<String, StoreDown> storeDown, Map<String, Rates> routeRates) {
    /** A directory whose policies refuse while charges cannot be written. */
    public Directory(Routes routes, Map<String, Terms> terms, Map<String, Tenant> tenants,
            Map<String, Policy> policies, Set<String> passThrough) {
        this(routes, terms, tenants, policies, passThrough, Map.of(), Map.of());
    }

    public Directory {
        terms = Map.copyOf(terms);
        tenants = Map.copyOf(tenants);
        policies = Map.copyOf(policies);
        passThrough = Set.copyOf(passThrough);
        storeDown = Map.copyOf(storeDown);
        routeRates = Map.copyOf(routeRates);
    }

    /**
     * Who keys belong to.
     *
     * @param plan of keys that have none of their own
     * @param zone whose days and months quotas count
     * @param since the date from which packages count their months and days; empty for the calendar's
     * @param rates of all its keys together
     * @param allowance of all its keys together, whatever their plans
     */
    public record Tenant(String plan, ZoneId zone, Optional<LocalDate> since, Rates rates, Allowance allowance) {
        /** One whose packages count by the calendar, and without rates of its own. */
        public Tenant(String plan, ZoneId zone) {
            this(plan, zone, Optional.empty(), Rates.unlimited(), Allowance.UNLIMITED);
        }
    }

    /** Whose rates a call has to pass besides those of its key, from the widest to the narrowest. */
    List<Level> levels(String route, Caller caller, Plan plan, String address) {
        List<Level> levels = new ArrayList<>(3);
        Rates ofRoute = routeRates.get(route);
        if (ofRoute != null) levels.add(new Level(Level.Kind.ROUTE, route, ofRoute));
        Tenant tenant = tenants.get(caller.tenant());
        if (tenant != null && (!tenant.rates().equals(Rates.unlimited()) || tenant.allowance().limited()))
            levels.add(new Level(Level.Kind.TENANT, caller.tenant(), tenant.rates(), tenant.allowance()));
        Rates ofAddress = plan.levels().address();
        if (!address.isEmpty() && !ofAddress.equals(Rates.unlimited()))
            levels.add(new Level(Level.Kind.ADDRESS, plan.name() + " " + address, ofAddress));
        Allowance ofKey = plan.levels().key();
        if (ofKey.limited()) levels.add(new Level(Level.Kind.KEY, caller.keyId(), Rates.unlimited(), ofKey));
        return levels;
    }

    /** What happens to callers under that policy while charges cannot be written. */
    StoreDown storeDown(Policy policy) {
        return storeDown.getOrDefault(policy.name(), StoreDown.CLOSED);
    }

    /** The terms of a caller: those of the key's plan, else of its tenant's, with quotas in the tenant's zone. */
    Optional<Terms> terms(Caller caller) {
        Tenant tenant = tenants.get(caller.tenant());
        String name = caller.plan().isEmpty() && tenant != null ? tenant.plan() : caller.plan();
        Terms found = terms.get(name);
        if (found == null) return Optional.empty();
        if (tenant == null) return Optional.of(found);
        Plan plan = found.plan();
        if (!plan.zone().equals(tenant.zone())) plan = plan.in(tenant.zone());
        if (tenant.since().isPresent() && plan.tokenPackage().isPresent()) plan = plan.from(tenant.since().get());
        return Optional.of(plan == found.plan() ? found : new Terms(plan, found.security(), found.trust()));
    }
}
