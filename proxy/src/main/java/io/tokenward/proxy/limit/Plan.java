package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller may use. Immutable.
 *
 * @param name for messages and reports
 * @param rates per key
 * @param quotas per tenant and plan
 * @param zone whose calendar days and months the quotas count
 * @param weights model, or {@code *} for all others, to the factor its tokens count with, for rates and quotas alike;
 *        0 is free, 1 where nothing is written
 * @param tokenPackage in which, or in packs besides, every request has to find its tokens; empty for no such bound
 * @param levels rates besides those of each key
 */
public record Plan(String name, Rates rates, Quotas quotas, ZoneId zone, Map<String, Double> weights,
        Optional<TokenPackage> tokenPackage, PlanLevels levels) {
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** A plan without a package. */
    public Plan(String name, Rates rates, Quotas quotas, ZoneId zone, Map<String, Double> weights) {
        this(name, rates, quotas, zone, weights, Optional.empty());
    }

    /** A plan that limits keys alone. */
    public Plan(String name, Rates rates, Quotas quotas, ZoneId zone, Map<String, Double> weights,
            Optional<TokenPackage> tokenPackage) {
        this(name, rates, quotas, zone, weights, tokenPackage, PlanLevels.NONE);
    }

    /** @throws IllegalArgumentException for a weight that is negative or no number */
    public Plan {
        requireNonNull(name, "name");
        requireNonNull(rates, "rates");
        requireNonNull(quotas, "quotas");
        requireNonNull(zone, "zone");
        weights = Map.copyOf(weights);
        weights.forEach((model, weight) -> {
            if (!Double.isFinite(weight) || weight < 0) {
                throw new IllegalArgumentException("weight of " + model + " must not be negative, was " + weight);
            }
        });
    }

    /** The same plan for a tenant of that zone. */
    public Plan in(ZoneId other) {
        return new Plan(name, rates, quotas, other, weights, tokenPackage, levels);
    }

    /** The same plan for a tenant whose months are counted from that date on. */
    public Plan from(LocalDate since) {
        return new Plan(name, rates, quotas, zone, weights, tokenPackage.map(each -> each.from(since)), levels);
    }

    /** The same without a bound for requests of a key at the same time. */
    Plan inPlace() {
        return new Plan(name, rates.inPlace(), quotas, zone, weights, tokenPackage, levels);
    }

    /** Whether what is used comes to an end at some time, by a quota or a package. */
    boolean bound() {
        return quotas.limited() || tokenPackage.isPresent();
    }

    /**
     * What {@code tokens} of a model count as, rounded up to whole tokens; {@link Long#MAX_VALUE} where it would be more.
     *
     * <p>The factor is taken as it is written: 100 tokens at 1.1 are 110, though the nearest double is a little above 1.1.
     *
     * @throws IllegalArgumentException if {@code tokens} is negative
     */
    public long weigh(String model, long tokens) {
        if (tokens < 0) throw new IllegalArgumentException("tokens must not be negative, was " + tokens);
        double weight = weights.getOrDefault(model, weights.getOrDefault("*", 1.0));
        if (weight == 1.0) return tokens;
        BigDecimal weighed = BigDecimal.valueOf(weight)
                .multiply(BigDecimal.valueOf(tokens))
                .setScale(0, RoundingMode.CEILING);
        return weighed.min(MOST).longValueExact();
    }
}
