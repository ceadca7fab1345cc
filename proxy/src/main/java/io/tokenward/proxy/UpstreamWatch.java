package io.tokenward.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoopGroup;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.exchange.UpstreamBinding;
import io.tokenward.proxy.metric.Metrics;
import io.tokenward.proxy.upstream.EndpointStatus;
import io.tokenward.proxy.upstream.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** How it stands with the endpoints of all upstreams: asked for, counted and shown. Thread-safe. */
final class UpstreamWatch {
    private final Map<String, Upstream> upstreams = new TreeMap<>();

    UpstreamWatch(Map<String, UpstreamBinding> bindings) {
        bindings.forEach((name, binding) -> upstreams.put(name, binding.upstream()));
    }

    /** Begins to ask those that are to be asked. */
    void check(Settings settings, EventLoopGroup loops) {
        settings.upstreams()
                .forEach((name, wanted) -> wanted.check()
                        .ifPresent(check -> requireNonNull(upstreams.get(name)).check(check, loops)));
    }

    void count(Metrics told) {
        upstreams.forEach((name, upstream) -> {
            told.counted("tokenward.upstream.retries",
                    "Calls that went to another endpoint because the first could not be reached.", upstream::retries,
                    "upstream", name);
            for (int i = 0; i < upstream.status().size(); i++)
                count(told, upstream, i);
        });
    }

    private static void count(Metrics told, Upstream upstream, int place) {
        String[] labels = {"upstream", upstream.name(), "endpoint", upstream.status().get(place).endpoint()};
        told.gauge("tokenward.upstream.endpoint.serving", "1 while calls go to an endpoint, else 0.",
                () -> now(upstream, place, status -> status.serving() ? 1 : 0), labels);
        told.gauge("tokenward.upstream.endpoint.running", "Calls under way at an endpoint.",
                () -> now(upstream, place, EndpointStatus::running), labels);
        told.counted("tokenward.upstream.endpoint.failures",
                "Connections that did not open, answers that broke off or did not come, statuses from 500 on.",
                () -> now(upstream, place, EndpointStatus::failures), labels);
        told.counted("tokenward.upstream.endpoint.ejections", "Times that an endpoint was left out for a while.",
                () -> now(upstream, place, EndpointStatus::ejections), labels);
    }

    private static double now(Upstream upstream, int place, ToDoubleFunction<EndpointStatus> number) {
        return number.applyAsDouble(upstream.status().get(place));
    }

    /** For the status of the admin API. */
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        upstreams.forEach((name, upstream) -> shown.put(name,
                Map.of("retries", upstream.retries(), "endpoints", endpoints(upstream))));
        return shown;
    }

    private static List<Map<String, Object>> endpoints(Upstream upstream) {
        return upstream.status().stream().map(UpstreamWatch::shown).toList();
    }

    private static Map<String, Object> shown(EndpointStatus status) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("endpoint", status.endpoint());
        shown.put("state", status.state());
        if (status.backInSeconds() > 0) shown.put("back-in-seconds", status.backInSeconds());
        shown.put("running", status.running());
        shown.put("failures", status.failures());
        shown.put("ejections", status.ejections());
        return shown;
    }
}
