package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Levels of a plan besides that of the payer and the rates of each key. Immutable.
 *
 * @param address of each address that its keys are used from
 * @param models by model, of each key with that model; concurrency is not counted there
 * @param key what each key may use
 * @param users of each user that callers ask for; empty where users are not told apart
 */
public record PlanLevels(Rates address, Map<String, Rates> models, Allowance key, Optional<Users> users) {
    /** None at all. */
    public static final PlanLevels NONE = new PlanLevels(Rates.unlimited(), Map.of());

    /**
     * Users behind the keys of a payer.
     *
     * @param header that names the user; empty where the body does, in the field that its dialect has for it
     * @param most so many are told apart; those who come later are one user together
     */
    public record Users(String header, Rates rates, Allowance allowance, int most) {
        /** @throws IllegalArgumentException for fewer than 1 */
        public Users {
            requireNonNull(header, "header");
            requireNonNull(rates, "rates");
            requireNonNull(allowance, "allowance");
            if (most < 1) throw new IllegalArgumentException("most must be at least 1, was " + most);
        }
    }

    public PlanLevels {
        requireNonNull(address, "address");
        requireNonNull(key, "key");
        models = Map.copyOf(models);
    }

    /** Rates of addresses and models alone. */
    public PlanLevels(Rates address, Map<String, Rates> models) {
        this(address, models, Allowance.UNLIMITED, Optional.empty());
    }

    /** The rates of one of so many nodes alone. */
    PlanLevels part(int nodes) {
        Map<String, Rates> ofModels = new HashMap<>();
        models.forEach((model, rates) -> ofModels.put(model, rates.part(nodes)));
        return new PlanLevels(address.part(nodes), ofModels, Allowance.UNLIMITED,
                users.map(
                        each -> new Users(each.header(), each.rates().part(nodes), Allowance.UNLIMITED, each.most())));
    }

    /** The level of a key with a model; empty where nothing is limited. */
    Optional<Level> model(String keyId, String model) {
        Rates rates = models.get(model);
        return rates == null
                ? Optional.empty()
                : Optional.of(new Level(Level.Kind.MODEL, keyId + " " + model, rates));
    }
}
