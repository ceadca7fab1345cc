package io.tokenward.proxy;

import io.netty.handler.ssl.SslContext;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.TrustAnchors;
import io.tokenward.proxy.admission.Directory;
import io.tokenward.proxy.admission.Terms;
import io.tokenward.proxy.config.ConfigProblem;
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
import io.tokenward.proxy.listener.TlsContexts;
import io.tokenward.proxy.listener.Transport;
import io.tokenward.proxy.route.ModelUpstreams;
import io.tokenward.proxy.route.Route;
import io.tokenward.proxy.route.Routes;
import io.tokenward.proxy.upstream.AwsCredential;
import io.tokenward.proxy.upstream.AwsSigner;
import io.tokenward.proxy.upstream.Upstream;
import io.tokenward.proxy.upstream.UpstreamTarget;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/** From settings to the parts of the program. */
final class Wiring {
    private Wiring() {}

    static Directory directory(Settings settings) {
        List<Route> routes = settings.routes().stream().map(Wiring::route).toList();
        Map<String, Terms> terms = new HashMap<>();
        settings.plans().forEach((name, plan) -> terms.put(name, terms(plan)));
        Map<String, Directory.Tenant> tenants = new HashMap<>();
        settings.tenants()
                .forEach((name, tenant) -> tenants.put(name, new Directory.Tenant(tenant.plan(), tenant.zone())));
        Set<String> passThrough = new HashSet<>();
        settings.upstreams().forEach((name, upstream) -> {
            if (upstream.credential() instanceof UpstreamSettings.Caller) passThrough.add(name);
        });
        return new Directory(new Routes(routes), terms, tenants, settings.policies(), passThrough,
                settings.storeDown());
    }

    static Map<String, UpstreamBinding> upstreams(Settings settings, Transport transport)
            throws ConfigProblem, CertificateProblem, SSLException {
        Map<String, UpstreamBinding> bindings = new HashMap<>();
        for (UpstreamSettings upstream : settings.upstreams().values()) {
            var timeouts = upstream.timeouts();
            var target = UpstreamTarget.of(upstream.name(), upstream.url(), timeouts.connect(), timeouts.firstByte(),
                    timeouts.idle());
            bindings.put(upstream.name(),
                    new UpstreamBinding(new Upstream(target, transport.client(), tls(upstream)), credential(upstream),
                            signer(upstream)));
        }
        return bindings;
    }

    /** Limits in memory alone, or in the ledger that is configured; a ledger is opened, and made if need be. */
    static Limits limits(Settings settings, Clock clock) throws LedgerProblem {
        if (settings.storage().isEmpty()) return new Limits(new LocalLimiter(clock), Optional.empty());
        StorageSettings storage = settings.storage().get();
        DurableLimiter limiter = DurableLimiter.open(storage.ledger(), storage.durability(), clock);
        return new Limits(limiter, Optional.of(limiter));
    }

    /** A limiter, and the same once more where it keeps a ledger. */
    record Limits(Limiter limiter, Optional<DurableLimiter> ledger) {
        /** How it stands with the ledger, in words. */
        String state() {
            return ledger.map(open -> open.problem().orElse("written")).orElse("in memory");
        }

        /** Writes what was not written yet; to be done when the last exchange has ended. */
        void close() {
            ledger.ifPresent(DurableLimiter::close);
        }
    }

    private static @Nullable SslContext tls(UpstreamSettings upstream) throws CertificateProblem, SSLException {
        if (!upstream.encrypted()) return null;
        return switch (upstream.trust()) {
            case UpstreamSettings.SystemTrust() -> TlsContexts.client(List.of());
            case UpstreamSettings.PemTrust(var file) -> TlsContexts.client(TrustAnchors.read(file));
        };
    }

    private static String credential(UpstreamSettings upstream) throws ConfigProblem {
        return switch (upstream.credential()) {
            case UpstreamSettings.Own(var secret) -> secret.resolveText();
            case UpstreamSettings.Signed _, UpstreamSettings.Caller _ -> "";
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
                new ModelUpstreams(route.byModel()));
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
