package io.tokenward.proxy.config;

import java.time.ZoneId;
import java.util.Optional;

import io.tokenward.proxy.limit.Money;
import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.limit.Tariff;
import io.tokenward.proxy.limit.PlanLevels;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.rules.Trust;

/**
 * What the keys of a tenant may use, and how their prompts are judged.
 *
 * @param tokenPackage what it grants in each period; empty for none
 * @param weights as what consumption counts
 * @param money prices and budget; empty where no money is counted
 * @param trust whether roles other than {@code user} are believed
 * @param levels levels besides key and payer
 */
public record PlanSettings(String name, Rates rates, Quotas quotas, Optional<TokenPackage> tokenPackage,
        Tariff weights, Optional<Money> money, Security security, Trust trust, PlanLevels levels) {
    /** The plan as the limiter wants it, for a tenant of that zone. */
    public Plan in(ZoneId zone) {
        return new Plan(name, rates, quotas, zone, weights, tokenPackage, levels, money);
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
