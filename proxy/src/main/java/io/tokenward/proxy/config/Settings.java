package io.tokenward.proxy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tokenward.proxy.audit.AuditSettings;
import io.tokenward.proxy.limit.StoreDown;
import io.tokenward.rules.Policy;

/**
 * A whole configuration, checked: every name in it exists, every number is within its bounds. Immutable. Maps keep the order
 * of the file and are keyed by the name that the value carries too.
 *
 * @param file where it stands; absolute
 * @param policies as written, and {@code default} in any case
 * @param storeDown for each policy what happens while charges cannot be written
 * @param storage where quotas are kept; empty for in memory alone
 * @param audit where exchanges are recorded; empty for nowhere
 * @param health where health and metrics are served; empty for nowhere
 * @param notices who is told of packages that are nearly used up; empty for nobody
 * @param handover the socket at which a process that takes over asks; empty if none can
 * @param acme where certificates are ordered; empty for nowhere
 */
public record Settings(Path file, List<ListenerSettings> listeners, Map<String, UpstreamSettings> upstreams,
        List<RouteSettings> routes, Map<String, TenantSettings> tenants, Map<String, PlanSettings> plans,
        Map<String, Policy> policies, LimitsSettings limits, KeysSettings keys, RulesSettings rules,
        Optional<AdminSettings> admin, Map<String, StoreDown> storeDown, Optional<StorageSettings> storage,
        Optional<AuditSettings> audit,
        Optional<ListenerSettings.Address> health, Optional<NoticeSettings> notices,
        Optional<Path> handover, Optional<AcmeSettings> acme) {
    public Settings {
        listeners = List.copyOf(listeners);
        routes = List.copyOf(routes);
        upstreams = inOrder(upstreams);
        tenants = inOrder(tenants);
        plans = inOrder(plans);
        policies = inOrder(policies);
        storeDown = inOrder(storeDown);
    }

    /** Every secret that has to exist for this configuration to work, apart from the keys of TLS identities. */
    public List<SecretReference> secrets() {
        List<SecretReference> found = new ArrayList<>();
        for (UpstreamSettings upstream : upstreams.values())
            switch (upstream.credential()) {
                case UpstreamSettings.Own(var secret) -> found.add(secret);
                case UpstreamSettings.Signed(_, var access, var secret, var session) -> {
                    found.add(access);
                    found.add(secret);
                    session.ifPresent(found::add);
                }
                case UpstreamSettings.Caller() -> {}
            }
        for (ListenerSettings listener : listeners)
            if (listener.tls() instanceof ListenerSettings.Identities(var identities))
                identities.forEach(identity -> password(identity).ifPresent(found::add));
        found.add(keys.pepper());
        admin.ifPresent(api -> found.add(api.credential()));
        if (storage.isPresent() && storage.get() instanceof StorageSettings.InRedis redis)
            redis.password().ifPresent(found::add);
        notices.flatMap(NoticeSettings::credential).ifPresent(found::add);
        acme.flatMap(AcmeSettings::binding).ifPresent(binding -> found.add(binding.key()));
        return List.copyOf(found);
    }

    private static Optional<SecretReference> password(ListenerSettings.Identity identity) {
        return switch (identity) {
            case ListenerSettings.Pem pem -> pem.password();
            case ListenerSettings.Store store -> Optional.of(store.password());
            case ListenerSettings.Ordered _ -> Optional.empty();
        };
    }

    /** {@code Map.copyOf} would forget the order of the file, which lists and messages keep. */
    private static <T> Map<String, T> inOrder(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
