package io.tokenward.proxy.config;

import io.tokenward.proxy.dialect.Unscreened;
import io.tokenward.proxy.host.HostPattern;
import io.tokenward.proxy.limit.Rates;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which upstream and policy belong to the paths under a base.
 *
 * @param base {@code /} or {@code /agents}: no slash at the end
 * @param dialects names, at least one; where two know the same path the earlier one has it
 * @param models names that may be asked for here; empty means all
 * @param unscreened what passes although nobody can screen it
 * @param byModel names of models, or beginnings with an asterisk, to names of upstreams
 * @param rates of all its callers together
 * @param closesBlockedSessions whether a session ends with the first event that policy blocks
 * @param linkHosts where addresses that the model endpoint fetches may lead; empty means anywhere
 */
public record RouteSettings(String base, List<String> dialects, String upstream, String policy, List<String> models,
        Set<Unscreened> unscreened, Map<String, String> byModel, Rates rates, boolean closesBlockedSessions,
        List<HostPattern> linkHosts) {
    public RouteSettings {
        unscreened = Set.copyOf(unscreened);
        byModel = Map.copyOf(byModel);
        dialects = List.copyOf(dialects);
        models = List.copyOf(models);
        linkHosts = List.copyOf(linkHosts);
    }
}
