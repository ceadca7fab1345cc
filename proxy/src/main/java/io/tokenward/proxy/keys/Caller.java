package io.tokenward.proxy.keys;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Instant;
import java.util.List;

/**
 * Who calls, after authentication. Immutable; holds nothing secret.
 *
 * @param keyId public id of the key, or keyed hash of a credential that is not ours
 * @param tenant who pays
 * @param plan name of the plan
 * @param models what it may use; empty for all; an entry ending in {@code *} stands for every name that begins so
 * @param restrictions where and when it may be used
 */
public record Caller(String keyId, String tenant, String plan, List<String> models, Restrictions restrictions) {
    /** One that may be used everywhere and always. */
    public Caller(String keyId, String tenant, String plan, List<String> models) {
        this(keyId, tenant, plan, models, Restrictions.NONE);
    }

    public Caller {
        requireNonNull(keyId, "keyId");
        requireNonNull(tenant, "tenant");
        requireNonNull(plan, "plan");
        requireNonNull(restrictions, "restrictions");
        models = List.copyOf(models);
    }

    /** Whether it may use the model of that name; case matters, as it does for model endpoints. */
    public boolean mayUse(String model) {
        return models.isEmpty() || models.stream().anyMatch(entry -> covers(entry, model));
    }

    /** Refuses a route, an address or a time at which it may not be used. */
    public void requireHere(String route, String address, Instant now) throws Denied {
        if (!restrictions.none() && !restrictions.allow(route, address, now)) throw Problem.KEY_RESTRICTED.denied();
    }

    /** Refuses a model it may not use. */
    public void requireModel(String model) throws Denied {
        if (!mayUse(model)) throw Problem.MODEL_NOT_ALLOWED.denied();
    }

    private static boolean covers(String entry, String model) {
        return entry.endsWith("*") ? model.startsWith(entry.substring(0, entry.length() - 1)) : entry.equals(model);
    }
}
