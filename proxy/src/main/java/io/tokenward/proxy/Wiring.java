package io.tokenward.proxy;

import io.netty.handler.ssl.SslContext;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.ServerTrust;
import io.tokenward.certs.TrustAnchors;
import io.tokenward.proxy.admission.Directory;
import io.tokenward.proxy.admission.Terms;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.config.NoticeSettings;
import io.tokenward.proxy.config.PlanSettings;
import io.tokenward.proxy.config.RouteSettings;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.UpstreamSettings;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.exchange.UpstreamBinding;
import io.tokenward.proxy.config.StorageSettings;
import io.tokenward.proxy.limit.DurableLimiter;
import io.tokenward.proxy.limit.LedgerProblem;
import io.tokenward.proxy.limit.Limiter;
import io.tokenward.proxy.limit.LocalLimiter;
import io.tokenward.proxy.limit.PackStore;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.RedisLimiter;
import io.tokenward.proxy.limit.RedisSettings;
import io.tokenward.proxy.listener.TlsContexts;
import io.tokenward.proxy.listener.Transport;
import io.tokenward.proxy.route.ModelUpstreams;
import io.tokenward.proxy.route.Route;
import io.tokenward.proxy.route.Routes;
import io.tokenward.proxy.upstream.AwsCredential;
import io.tokenward.proxy.upstream.AwsSigner;
import io.tokenward.proxy.upstream.Lookup;
import io.tokenward.proxy.upstream.Upstream;
import io.tokenward.proxy.upstream.UpstreamTarget;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/** From settings to the parts of the program. */
final class Wiring {
    private static final Duration NOTICE_PAUSE = Duration.ofSeconds(5);

    private Wiring() {}

    static Directory directory(Settings settings) {
        List<Route> routes = settings.routes().stream().map(Wiring::route).toList();
        Map<String, Terms> terms = new HashMap<>();
        settings.plans().forEach((name, plan) -> terms.put(name, terms(plan)));
        Map<String, Directory.Tenant> tenants = new HashMap<>();
        settings.tenants()
                .forEach((name, tenant) -> tenants.put(name,
                        new Directory.Tenant(tenant.plan(), tenant.zone(), tenant.since(),
                                tenant.rates(), tenant.allowance())));
        Set<String> passThrough = new HashSet<>();
        settings.upstreams().forEach((name, upstream) -> {
            if (upstream.credential() instanceof UpstreamSettings.Caller) passThrough.add(name);
        });
        return new Directory(new Routes(routes), terms, tenants, settings.policies(), passThrough,
                settings.storeDown(), routeRates(settings));
    }

    private static Map<String, Rates> routeRates(Settings settings) {
        Map<String, Rates> rates = new HashMap<>();
        settings.routes().forEach(route -> {
            if (!route.rates().equals(Rates.unlimited())) rates.put(route.base(), route.rates());
        });
        return rates;
    }

    static Map<String, UpstreamBinding> upstreams(Settings settings, Transport transport, Executor lookups)
            throws ConfigProblem, CertificateProblem, SSLException {
        Map<String, UpstreamBinding> bindings = new HashMap<>();
        for (UpstreamSettings upstream : settings.upstreams().values()) {
            var timeouts = upstream.timeouts();
            List<UpstreamTarget> targets = upstream.urls()
                    .stream()
                    .map(url -> UpstreamTarget.of(upstream.name(), url, timeouts.connect(), timeouts.firstByte(),
                            timeouts.idle(), upstream.reachable(url)))
                    .toList();
            var endpoints = new Upstream(upstream.name(), targets, transport.client(), tls(upstream),
                    upstream.ejection(), lookups, Lookup.SYSTEM);
            bindings.put(upstream.name(), new UpstreamBinding(endpoints, credential(upstream), signer(upstream)));
        }
        return bindings;
    }

    /** Limits in memory alone, in the ledger that is configured, which is made if need be, or in Redis. */
    static Limits limits(Settings settings, Clock clock) throws LedgerProblem, ConfigProblem {
        if (settings.storage().isEmpty())
            return new Limits(new LocalLimiter(clock), Optional.empty(), Optional.empty());
        switch (settings.storage().get()) {
            case StorageSettings.InFile(var ledger, var durability) -> {
                DurableLimiter limiter = DurableLimiter.open(ledger, durability, clock);
                return new Limits(limiter, Optional.of(limiter), Optional.empty());
            }
            case StorageSettings.InRedis redis -> {
                RedisLimiter limiter = RedisLimiter.open(redis(redis), clock);
                return new Limits(limiter, Optional.of(limiter.packs()), Optional.of(limiter));
            }
        }
    }

    static NoticeWebhook notices(Settings settings) throws ConfigProblem {
        if (settings.notices().isEmpty())
            return new NoticeWebhook(Optional.empty(), Optional.empty(), NOTICE_PAUSE);
        NoticeSettings notices = settings.notices().get();
        Optional<String> credential = notices.credential().isEmpty()
                ? Optional.empty()
                : Optional.of(notices.credential().get().resolveText());
        return new NoticeWebhook(Optional.of(notices.webhook()), credential, NOTICE_PAUSE);
    }

    private static RedisSettings redis(StorageSettings.InRedis redis) throws ConfigProblem {
        Optional<String> password = redis.password().isEmpty()
                ? Optional.empty()
                : Optional.of(redis.password().get().resolveText());
        return new RedisSettings(redis.address(), redis.cluster(), redis.user(), password, redis.trust(),
                redis.nodes());
    }

    /** A limiter, where it keeps packs, and the same once more where other proxies share it. */
    record Limits(Limiter limiter, Optional<PackStore> packs, Optional<RedisLimiter> shared) {
        /** How it stands with the store, in words. */
        String state() {
            return packs.map(open -> open.problem().orElse("written")).orElse("in memory");
        }

        /** Whether no other process can have them while this one has. */
        boolean exclusive() {
            return packs.isPresent() && shared.isEmpty();
        }

        /** Whether what is granted now can be kept. */
        boolean kept() {
            return packs.flatMap(PackStore::problem).isEmpty();
        }

        /** Writes what was not written yet; to be done when the last exchange has ended. */
        void close() {
            packs.ifPresent(PackStore::close);
        }
    }

    private static @Nullable SslContext tls(UpstreamSettings upstream)
            throws CertificateProblem, SSLException, ConfigProblem {
        if (!upstream.encrypted()) return null;
        List<X509Certificate> anchors = switch (upstream.trust()) {
            case UpstreamSettings.SystemTrust() -> List.of();
            case UpstreamSettings.PemTrust(var file) -> TrustAnchors.read(file);
        };
        Optional<Identity> own = upstream.client().isEmpty()
                ? Optional.empty()
                : Optional.of(TlsWiring.source(upstream.client().get(), Clock.systemUTC()).identity());
        return TlsContexts.client(ServerTrust.of(anchors, upstream.pins()), own);
    }

    private static String credential(UpstreamSettings upstream) throws ConfigProblem {
        return switch (upstream.credential()) {
            case UpstreamSettings.Own(var secret) -> secret.resolveText();
            case UpstreamSettings.Signed _,UpstreamSettings.Caller _ -> "";
        };
    }

    private static Optional<AwsSigner> signer(UpstreamSettings upstream) throws ConfigProblem {
        if (!(upstream.credential() instanceof UpstreamSettings.Signed signed)) return Optional.empty();
        Optional<String> session = Optional.empty();
        if (signed.sessionToken().isPresent()) session = Optional.of(signed.sessionToken().get().resolveText());
        var credential = new AwsCredential(signed.region(), signed.accessKey().resolveText(),
                signed.secretKey().resolveText(), session);
        return Optional.of(new AwsSigner(credential, "bedrock", Clock.systemUTC()));
    }

    private static Route route(RouteSettings route) {
        return new Route(route.base(),
                route.dialects().stream().map(name -> Dialects.named(name).orElseThrow()).toList(),
                route.upstream(), route.policy(), route.models(), route.unscreened(),
                new ModelUpstreams(route.byModel()), route.closesBlockedSessions(), route.linkHosts());
    }

    private static Terms terms(PlanSettings plan) {
        Optional<String> security = switch (plan.security()) {
            case PlanSettings.RouteDecides() -> Optional.empty();
            case PlanSettings.Unscreened() -> Optional.of(Terms.NONE);
            case PlanSettings.Named(String policy) -> Optional.of(policy);
        };
        return new Terms(plan.in(ZoneOffset.UTC), security, plan.trust());
    }
}
