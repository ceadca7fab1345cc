package io.tokenward.proxy.admission;

import io.tokenward.proxy.limit.Plan;
import io.tokenward.rules.Trust;
import java.util.Optional;

/**
 * What a plan promises.
 *
 * @param plan rates and quotas
 * @param security name of the policy that all its keys get; {@code none} for not screened; empty for the route's
 * @param trust whether system messages of its keys are believed
 */
public record Terms(Plan plan, Optional<String> security, Trust trust) {
    /** The word for "not screened" in {@link #security}. */
    public static final String NONE = "none";
}
