package io.tokenward.proxy.route;

import java.util.List;
import java.util.Set;

import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Unscreened;
import io.tokenward.proxy.host.HostPattern;

/**
 * The paths of some dialects under a base, and what belongs to them. Immutable.
 *
 * @param base {@code /} or {@code /agents}: begins with a slash, ends with one only where it is nothing else
 * @param dialects at least one; where two know the same path the earlier one has it
 * @param upstream name of a model endpoint
 * @param policy name of the policy that applies where neither key nor plan has one
 * @param models names that may be asked for here; empty means all
 * @param unscreened what passes although nobody can screen it
 * @param byModel which upstream has which models; the others are at {@code upstream}
 * @param closesBlockedSessions whether a session ends with the first event that policy blocks
 * @param linkHosts where addresses that the model endpoint fetches may lead; empty means anywhere
 */
public record Route(String base, List<Dialect> dialects, String upstream, String policy, List<String> models,
        Set<Unscreened> unscreened, ModelUpstreams byModel, boolean closesBlockedSessions,
        List<HostPattern> linkHosts) {
    /** A route to one upstream that lets the usual pass. */
    public Route(String base, List<Dialect> dialects, String upstream, String policy, List<String> models) {
        this(base, dialects, upstream, policy, models, Unscreened.usual(), ModelUpstreams.NONE, false, List.of());
    }

    public Route {
        unscreened = Set.copyOf(unscreened);
        linkHosts = List.copyOf(linkHosts);
        if (!base.startsWith("/") || base.length() > 1 && base.endsWith("/")) {
            throw new IllegalArgumentException("base must be / or a path without a slash at the end, was " + base);
        }
        dialects = List.copyOf(dialects);
        models = List.copyOf(models);
        if (dialects.isEmpty()) throw new IllegalArgumentException("dialects must not be empty");
    }

    /** Whether that model may be asked for here. */
    public boolean serves(String model) {
        return models.isEmpty() || models.contains(model);
    }

    /** The upstream that has a model; the one of the route for none. */
    public String upstreamOf(String model) {
        return byModel.of(model, upstream);
    }

    /** Whether all of these models are at the same upstream. */
    public boolean together(List<String> models) {
        if (models.size() <= 1) return true;
        return models.stream().map(this::upstreamOf).distinct().count() <= 1;
    }

    /** What stands before the dialect's own path: nothing for the base {@code /}. */
    String prefix() {
        return base.equals("/") ? "" : base;
    }
}
