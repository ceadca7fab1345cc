package io.tokenward.proxy.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * What consumption counts as, by model: as weighted tokens, or as money in millionths of a currency. Immutable.
 *
 * @param byModel a name, or {@code *} for all others
 * @param others where neither stands
 */
public record Tariff(Map<String, Factors> byModel, Factors others) {
    /** Every token is one. */
    public static final Tariff TOKENS = new Tariff(Map.of(), Factors.ONE);
    /** Nothing costs anything. */
    public static final Tariff FREE = new Tariff(Map.of(), Factors.tokens(0));

    public Tariff {
        byModel = Map.copyOf(byModel);
    }

    /**
     * Tokens of all kinds with one factor for each model, 1 where nothing is written.
     *
     * @throws IllegalArgumentException for a factor that is negative or no number
     */
    public static Tariff weights(Map<String, Double> factors) {
        Map<String, Factors> byModel = new HashMap<>();
        factors.forEach((model, factor) -> {
            if (!Double.isFinite(factor) || factor < 0)
                throw new IllegalArgumentException("weight of " + model + " must not be negative, was " + factor);
            byModel.put(model, Factors.tokens(Factors.millionths(factor)));
        });
        return new Tariff(byModel, Factors.ONE);
    }

    /** The factors of a model. */
    public Factors of(String model) {
        Factors own = byModel.get(model);
        return own != null ? own : byModel.getOrDefault("*", others);
    }

    /** What so much of a model counts as. */
    public long count(String model, Consumption used) {
        return of(model).count(used);
    }

    /** Whether nothing is counted at all. */
    public boolean free() {
        return byModel.isEmpty() && others.equals(FREE.others());
    }
}
