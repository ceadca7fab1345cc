package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Rates;
import java.util.List;

/**
 * Which upstream and policy belong to the paths under a base.
 *
 * @param base {@code /} or {@code /agents}: no slash at the end
 * @param dialects names, at least one; where two know the same path the earlier one has it
 * @param models names that may be asked for here; empty means all
 * @param rates of all its callers together
 */
public record RouteSettings(String base, List<String> dialects, String upstream, String policy, List<String> models,
        Rates rates) {
    public RouteSettings {
        dialects = List.copyOf(dialects);
        models = List.copyOf(models);
    }
}
