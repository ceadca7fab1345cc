package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

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
 * @param weights as what consumption counts, for rates, quotas and packages alike
 * @param tokenPackage in which, or in packs besides, every request has to find its tokens; empty for no such bound
 * @param levels levels besides key and payer
 * @param money prices and budget; empty where no money is counted
 */
public record Plan(String name, Rates rates, Quotas quotas, ZoneId zone, Tariff weights,
        Optional<TokenPackage> tokenPackage, PlanLevels levels, Optional<Money> money) {

    /** A plan without a package. */
    public Plan(String name, Rates rates, Quotas quotas, ZoneId zone, Map<String, Double> weights) {
        this(name, rates, quotas, zone, weights, Optional.empty());
    }

    /** A plan that limits keys alone. */
    public Plan(String name, Rates rates, Quotas quotas, ZoneId zone, Map<String, Double> weights,
            Optional<TokenPackage> tokenPackage) {
        this(name, rates, quotas, zone, weights, tokenPackage, PlanLevels.NONE);
    }

    /** A plan that counts all tokens of a model alike, and no money. */
    public Plan(String name, Rates rates, Quotas quotas, ZoneId zone, Map<String, Double> weights,
            Optional<TokenPackage> tokenPackage, PlanLevels levels) {
        this(name, rates, quotas, zone, Tariff.weights(weights), tokenPackage, levels, Optional.empty());
    }

    public Plan {
        requireNonNull(name, "name");
        requireNonNull(rates, "rates");
        requireNonNull(quotas, "quotas");
        requireNonNull(zone, "zone");
        requireNonNull(weights, "weights");
    }

    /** The same plan for a tenant of that zone. */
    public Plan in(ZoneId other) {
        return new Plan(name, rates, quotas, other, weights, tokenPackage, levels, money);
    }

    /** The same plan for a tenant whose months are counted from that date on. */
    public Plan from(LocalDate since) {
        return new Plan(name, rates, quotas, zone, weights, tokenPackage.map(each -> each.from(since)), levels, money);
    }

    /** The same without a bound for requests of a key at the same time. */
    Plan inPlace() {
        return new Plan(name, rates.inPlace(), quotas, zone, weights, tokenPackage, levels, money);
    }

    /** What one of so many nodes grants of the rates of this plan, without any bound on what is used. */
    Plan part(int nodes) {
        return new Plan(name, rates.part(nodes), Quotas.unlimited(), zone, weights, Optional.empty(),
                levels.part(nodes), Optional.empty());
    }

    /** Whether what is used comes to an end at some time, by a quota, a budget or a package. */
    boolean bound() {
        return quotas.limited() || tokenPackage.isPresent() || money.isPresent() && money.get().budget().limited()
                || levels.key().limited() || levels.users().isPresent() && levels.users().get().allowance().limited();
    }

    /**
     * What {@code tokens} of a model count as, of whatever kind they are; {@link Long#MAX_VALUE} where it would be more.
     *
     * @throws IllegalArgumentException if {@code tokens} is negative
     */
    public long weigh(String model, long tokens) {
        return weights.count(model, Consumption.tokens(tokens));
    }

    /** What an estimate of a model is held as: whatever kind its tokens turn out to be, it is not less than they are charged. */
    Charge most(String model, Consumption estimate) {
        return new Charge(weights.of(model).dearest().count(estimate),
                money.isEmpty() ? 0 : money.get().prices().of(model).dearest().count(estimate));
    }

    /** What so much of a model is charged as. */
    Charge charge(String model, Consumption used) {
        return new Charge(weights.count(model, used),
                money.isEmpty() ? 0 : money.get().prices().count(model, used));
    }
}
