package io.tokenward.proxy.keys;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.List;

/**
 * Who calls, after authentication. Immutable; holds nothing secret.
 *
 * @param keyId public id of the key, or keyed hash of a credential that is not ours
 * @param tenant who pays
 * @param plan name of the plan
 * @param models what it may use; empty for all; an entry ending in {@code *} stands for every name that begins so
 */
public record Caller(String keyId, String tenant, String plan, List<String> models) {
    public Caller {
        requireNonNull(keyId, "keyId");
        requireNonNull(tenant, "tenant");
        requireNonNull(plan, "plan");
        models = List.copyOf(models);
    }

    /** Whether it may use the model of that name; case matters, as it does for model endpoints. */
    public boolean mayUse(String model) {
        return models.isEmpty() || models.stream().anyMatch(entry -> covers(entry, model));
    }

    /** Refuses a model it may not use. */
    public void requireModel(String model) throws Denied {
        if (!mayUse(model)) throw Problem.MODEL_NOT_ALLOWED.denied();
    }

    private static boolean covers(String entry, String model) {
        return entry.endsWith("*") ? model.startsWith(entry.substring(0, entry.length() - 1)) : entry.equals(model);
    }
}
