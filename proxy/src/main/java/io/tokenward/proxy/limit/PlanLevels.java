package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * Rates of a plan besides those of each key. Immutable.
 *
 * @param address of each address that its keys are used from
 * @param models by model, of each key with that model; concurrency is not counted there
 */
public record PlanLevels(Rates address, Map<String, Rates> models) {
    /** None at all. */
    public static final PlanLevels NONE = new PlanLevels(Rates.unlimited(), Map.of());

    public PlanLevels {
        requireNonNull(address, "address");
        models = Map.copyOf(models);
    }

    /** The level of a key with a model; empty where nothing is limited. */
    Optional<Level> model(String keyId, String model) {
        return Optional.ofNullable(models.get(model))
                .map(rates -> new Level(Level.Kind.MODEL, keyId + " " + model, rates));
    }
}
