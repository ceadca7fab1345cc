package io.tokenward.proxy.config;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.limit.PlanLevels;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.rules.Trust;

/**
 * What the keys of a tenant may use, and how their prompts are judged.
 *
 * @param tokenPackage what it grants in each period; empty for none
 * @param weights tokens of a model count so many times; {@code *} stands for all others, 1.0 where not written
 * @param trust whether roles other than {@code user} are believed
 * @param levels rates besides those of each key
 */
public record PlanSettings(String name, Rates rates, Quotas quotas, Optional<TokenPackage> tokenPackage,
        Map<String, Double> weights, Security security, Trust trust, PlanLevels levels) {
    public PlanSettings {
        weights = Map.copyOf(weights);
    }

    /** The plan as the limiter wants it, for a tenant of that zone. */
    public Plan in(ZoneId zone) {
        return new Plan(name, rates, quotas, zone, weights, tokenPackage, levels);
    }

    /** Which policy a plan asks for. */
    public sealed interface Security {}

    /** Nothing written: the route's policy applies. */
    public record RouteDecides() implements Security {}

    /** {@code none}: prompts are not screened, and counted so. */
    public record Unscreened() implements Security {}

    /** A policy of its own. */
    public record Named(String policy) implements Security {}
}
