package io.tokenward.proxy;

import io.netty.channel.EventLoopGroup;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.IdentitySource;
import io.tokenward.proxy.admin.AdminServer;
import io.tokenward.proxy.admin.Administration;
import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.Directory;
import io.tokenward.proxy.admission.EvidenceCache;
import io.tokenward.proxy.admission.Redactor;
import io.tokenward.proxy.admission.Screener;
import io.tokenward.proxy.admission.ScreeningPool;
import io.tokenward.proxy.audit.AuditLog;
import io.tokenward.proxy.audit.ExchangeLog;
import io.tokenward.proxy.audit.ExchangeLogs;
import io.tokenward.proxy.audit.Totals;
import io.tokenward.proxy.config.AdminSettings;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.config.LimitsSettings;
import io.tokenward.proxy.config.ListenerSettings;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.encoding.ContentDecoder;
import io.tokenward.proxy.exchange.Activity;
import io.tokenward.proxy.exchange.BodyBudget;
import io.tokenward.proxy.exchange.ExchangeHandler;
import io.tokenward.proxy.exchange.ExchangeServices;
import io.tokenward.proxy.exchange.UpstreamBinding;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.KeyStoreProblem;
import io.tokenward.proxy.keys.KeyedHash;
import io.tokenward.proxy.keys.Pepper;
import io.tokenward.proxy.limit.Limiter;
import io.tokenward.proxy.limit.SharedRevocations;
import io.tokenward.proxy.listener.ConnectionInitializer;
import io.tokenward.proxy.listener.Listener;
import io.tokenward.proxy.listener.ReloadingTls;
import io.tokenward.proxy.listener.TlsContexts;
import io.tokenward.proxy.listener.TlsStatus;
import io.tokenward.proxy.listener.Transport;
import io.tokenward.proxy.live.Live;
import io.tokenward.proxy.metric.HealthServer;
import io.tokenward.proxy.metric.LoopLag;
import io.tokenward.proxy.metric.Metrics;
import io.tokenward.proxy.metric.Readiness;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy: everything is put together here, by hand. Thread-safe; {@link #drain} ends it. */
public final class Proxy {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    /** Characters of an admin credential: 16 of hex hold 64 bits. */
    private static final int LEAST_CREDENTIAL = 16;

    /** A changed file is in force after two looks. Reading some kilobytes costs nothing beside that. */
    private static final long CERTIFICATE_POLL_SECONDS = 2;

    /** A key that is revoked at one proxy is refused by all within a second: seen, told, heard. */
    private static final long REVOCATION_MILLIS = 250;
    /** Changed rules are in force after two looks and a load; a look asks for attributes of files alone. */
    private static final long RULES_POLL_MILLIS = 1000;

    private final List<Listener> listeners = new ArrayList<>();
    private final Map<String, ReloadingTls> certificates = new LinkedHashMap<>();
    private final EventLoopGroup acceptor;
    private final EventLoopGroup workers;
    private final ExecutorService handshakes;
    private final ScheduledExecutorService housekeeping;
    /** Of its own: rules take seconds to load, keys and certificates must not wait for them. */
    private final ScheduledExecutorService rulesPolling;
    private final ScreeningPool pool;
    private final Activity activity = new Activity();
    private final Map<String, UpstreamBinding> upstreams;
    private final UpstreamWatch endpoints;
    private final LimitsSettings limits;
    private final Totals totals = new Totals();
    private @Nullable AdminServer admin;
    private Wiring.@Nullable Limits quotas;
    private @Nullable AuditLog audit;
    private @Nullable NoticeWebhook notices;
    private final EvidenceCache cache = new EvidenceCache(new SecureRandom());
    private final BodyBudget bodies;
    private @Nullable Metrics metrics;
    private @Nullable HealthServer health;

    /**
     * Starts all listeners, or none.
     *
     * @param log told of every exchange
     * @param home where a development authority keeps its files
     */
    public static Proxy start(Settings settings, ExchangeLog log, Path home)
            throws IOException, ConfigProblem, CertificateProblem, KeyStoreProblem, RulesProblem {
        Transport transport = Transport.choose();
        var loading = new RulesLoading(settings.rules());
        var pepper = Pepper.of(settings.keys().pepper().resolve());
        KeyStore keys = KeyStore.open(settings.keys().store(), pepper, Clock.systemUTC());
        var proxy = new Proxy(settings, transport);
        try {
            List<ReloadingTls> tls = proxy.openCertificates(settings, home);
            var directory = new Live<>(Wiring.directory(settings));
            var rules = new LiveRules(loading.await(), settings.rules(), Clock.systemUTC());
            Live<RuleEngine> engine = rules.engine();
            // Before the first request can come: a ledger that cannot be used is a proxy that does not start.
            Wiring.Limits quotas = Wiring.limits(settings, Clock.systemUTC());
            proxy.quotas = quotas;
            proxy.notice(settings, quotas);
            if (settings.audit().isPresent())
                proxy.audit = AuditLog.open(settings.audit().get(), Clock.systemUTC());
            if (settings.health().isPresent()) proxy.metrics = new Metrics();
            proxy.listen(settings, transport, tls,
                    proxy.services(directory, engine, keys, pepper, quotas.limiter(), log));
            proxy.endpoints.check(settings, proxy.workers);
            var administration = new ProxyAdministration(settings, directory, rules, keys,
                    new TenantPacks(quotas.packs(), Clock.systemUTC()), proxy::activity,
                    proxy::reloadCertificates);
            if (settings.health().isPresent()) proxy.watch(settings.health().get(), transport, engine);
            if (settings.admin().isPresent()) proxy.administer(settings.admin().get(), administration, home);
            proxy.housekeeping.scheduleWithFixedDelay(keys::reloadIfChanged, 1, 1, TimeUnit.SECONDS);
            quotas.shared().ifPresent(shared -> proxy.shareRevocations(keys, shared.revocations()));
            proxy.rulesPolling.scheduleWithFixedDelay(rules::poll, RULES_POLL_MILLIS, RULES_POLL_MILLIS,
                    TimeUnit.MILLISECONDS);
            proxy.housekeeping.scheduleWithFixedDelay(proxy::pollCertificates, 1, CERTIFICATE_POLL_SECONDS,
                    TimeUnit.SECONDS);
            return proxy;
        } catch (IOException | ConfigProblem | CertificateProblem | RulesProblem | RuntimeException failed) {
            proxy.drain(Duration.ZERO);
            throw failed;
        }
    }

    private void notice(Settings settings, Wiring.Limits quotas) throws ConfigProblem {
        NoticeWebhook told = Wiring.notices(settings);
        notices = told;
        quotas.packs().ifPresent(packs -> packs.watch(told));
    }

    private void shareRevocations(KeyStore keys, SharedRevocations revocations) {
        housekeeping.scheduleWithFixedDelay(() -> {
            keys.reloadIfChanged();
            revocations.exchange(keys.revoked(), keys::revokedElsewhere);
        }, 0, REVOCATION_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Proxy(Settings settings, Transport transport) throws IOException, ConfigProblem, CertificateProblem {
        limits = settings.limits();
        bodies = new BodyBudget(limits.bodiesInMemory());
        upstreams = Wiring.upstreams(settings, transport);
        endpoints = new UpstreamWatch(upstreams);
        acceptor = transport.loops(1);
        workers = transport.loops(Math.max(1, Runtime.getRuntime().availableProcessors()));
        handshakes = Executors.newFixedThreadPool(2, daemon("handshake"));
        housekeeping = Executors.newSingleThreadScheduledExecutor(daemon("housekeeping"));
        rulesPolling = Executors.newSingleThreadScheduledExecutor(daemon("rules"));
        pool = new ScreeningPool(limits.screeningThreads(), limits.screeningQueue());
    }

    private ExchangeServices services(Live<Directory> directory, Live<RuleEngine> rules, KeyStore keys, Pepper pepper,
            Limiter limiter, ExchangeLog log) {
        var screener = new Screener(rules, cache);
        var hashes = new KeyedHash(pepper);
        var admission = new Admission(directory, keys, hashes, limiter,
                screener,
                new Redactor(hashes));
        return new ExchangeServices(admission, pool, upstreams, bodies,
                new ExchangeLogs(logs(log)),
                Clock.systemUTC(),
                limits.body(), new ContentDecoder(limits.body(), limits.expansion()), limits.bodyTimeout(), activity);
    }

    /** What each listener shows, in their order. */
    private List<ReloadingTls> openCertificates(Settings settings, Path home)
            throws IOException, ConfigProblem, CertificateProblem {
        List<ReloadingTls> opened = new ArrayList<>();
        for (ListenerSettings listener : settings.listeners()) {
            ReloadingTls tls = TlsWiring.open(listener, home, Clock.systemUTC());
            opened.add(tls);
            certificates.put(listener.address().toString(), tls);
        }
        return opened;
    }

    private void listen(Settings settings, Transport transport, List<ReloadingTls> certificates,
            ExchangeServices services) throws IOException {
        for (int i = 0; i < certificates.size(); i++) {
            ListenerSettings listener = settings.listeners().get(i);
            ReloadingTls tls = certificates.get(i);
            var shared = new ConnectionInitializer.Settings(tls, TlsWiring.callers(listener), handshakes,
                    () -> new ExchangeHandler(services),
                    limits.connections(), limits.head(), limits.headerTimeout(), limits.idleTimeout());
            var address = new InetSocketAddress(listener.address().host(), listener.address().port());
            listeners.add(Listener.bind(address, transport, acceptor, workers, shared));
        }
    }

    private void administer(AdminSettings settings, Administration administration, Path home)
            throws IOException, ConfigProblem, CertificateProblem {
        IdentitySource identity = DevelopmentAuthority.openOrCreate(home, Clock.systemUTC()).server(List.of());
        var address = new InetSocketAddress(settings.address().host(), settings.address().port());
        String credential = settings.credential().resolveText();
        if (credential.length() < LEAST_CREDENTIAL) {
            throw new ConfigProblem(List.of("admin.credential: " + settings.credential() + " has fewer than "
                    + LEAST_CREDENTIAL + " characters; make one with: openssl rand -hex 32"));
        }
        admin = AdminServer.start(address, credential, TlsContexts.jdkServer(identity), administration);
    }

    private List<ExchangeLog> logs(ExchangeLog given) {
        List<ExchangeLog> all = new ArrayList<>(List.of(totals, given));
        if (audit != null) all.add(audit);
        if (metrics != null) all.add(metrics);
        return all;
    }

    private void watch(ListenerSettings.Address address, Transport transport, Live<RuleEngine> engine)
            throws IOException {
        Metrics told = Objects.requireNonNull(metrics);
        told.gauge("tokenward.exchanges.running", "Exchanges under way.", activity::running);
        told.gauge("tokenward.connections", "Open connections of callers.",
                () -> listeners.stream().mapToInt(Listener::connections).sum());
        told.gauge("tokenward.screening.queue", "Prompts that wait to be screened.", pool::queued);
        told.gauge("tokenward.bodies.bytes", "Bytes of request bodies in memory.", bodies::held);
        told.gauge("tokenward.evidence.cache.size", "Texts whose evidence is held.", cache::size);
        told.counted("tokenward.evidence.cache.hits", "Texts whose evidence was known.", cache::hits);
        told.counted("tokenward.evidence.cache.misses", "Texts that had to be examined.", cache::misses);
        Wiring.Limits kept = Objects.requireNonNull(quotas);
        told.gauge("tokenward.limits.kept", "1 while limits can be written to their store, else 0.",
                () -> kept.kept() ? 1 : 0);
        NoticeWebhook noticing = Objects.requireNonNull(notices);
        told.counted("tokenward.package.notices", "Packages that were nearly or quite used up.", noticing::noticed);
        told.counted("tokenward.package.notices.failed", "Notices that the webhook did not take.", noticing::failed);
        kept.shared()
                .ifPresent(shared -> told.gauge("tokenward.limits.overdue", "Endings that Redis was not told yet.",
                        shared::overdue));
        AuditLog recorded = audit;
        if (recorded != null) {
            told.gauge("tokenward.audit.waiting", "Lines that wait to be written.", recorded::waiting);
            told.counted("tokenward.audit.dropped", "Exchanges that have no line.", recorded::dropped);
        }
        endpoints.count(told);
        LoopLag.watch(workers, told);
        housekeeping.scheduleWithFixedDelay(() -> inForce(told, engine), 0, 5, TimeUnit.SECONDS);
        health = HealthServer.start(new InetSocketAddress(address.host(), address.port()), transport.loops(1),
                transport.server(), told, readiness());
    }

    private void inForce(Metrics told, Live<RuleEngine> engine) {
        var now = Clock.systemUTC().instant();
        List<Metrics.CertificateDays> days = new ArrayList<>();
        certificates().forEach((listener, status) -> status.certificates()
                .forEach(life -> days.add(new Metrics.CertificateDays(listener, life.name(), life.daysLeft(now)))));
        told.inForce(engine.get().version(), engine.get().rules().size(), days);
    }

    private Readiness readiness() {
        var readiness = new Readiness();
        readiness.check("draining",
                () -> activity.draining() ? Optional.of("the proxy is shutting down") : Optional.empty());
        AuditLog recorded = audit;
        if (recorded != null) {
            readiness.check("audit", () -> recorded.accepting()
                    ? Optional.empty()
                    : Optional.of("lines cannot be written"));
        }
        return readiness;
    }

    private Map<String, Object> activity() {
        Map<String, Object> now = new LinkedHashMap<>();
        now.put("running", activity.running());
        now.put("connections", listeners.stream().mapToInt(Listener::connections).sum());
        now.put("screening-queue", pool.queued());
        now.put("certificates", TlsWiring.shown(certificates(), Clock.systemUTC().instant()));
        now.put("upstreams", endpoints.shown());
        now.put("exchanges", totals.exchanges());
        now.put("endings", totals.byEnding());
        now.put("coverage", totals.byCoverage());
        if (quotas != null) now.put("ledger", quotas.state());
        if (audit != null)
            now.put("audit",
                    Map.of("waiting", audit.waiting(), "dropped", audit.dropped(), "failing", audit.failing()));
        now.put("tokens", Map.of("used", totals.tokensUsed(), "blocked", totals.tokensBlocked()));
        return now;
    }

    private void pollCertificates() {
        certificates.values().forEach(ReloadingTls::poll);
    }

    /** How it stands with the certificates of each listener, by its address in the configuration. */
    public Map<String, TlsStatus> certificates() {
        Map<String, TlsStatus> now = new LinkedHashMap<>();
        certificates.forEach((listener, tls) -> now.put(listener, tls.status()));
        return now;
    }

    /**
     * Reads the certificates of all listeners anew, changed or not; a listener whose files are unusable keeps what it has.
     *
     * @return what is wrong, one line each; empty where all are in force
     */
    public List<String> reloadCertificates() {
        List<String> problems = new ArrayList<>();
        certificates.forEach((listener, tls) -> tls.reload()
                .problem()
                .ifPresent(problem -> problems.add("listener " + listener + ": " + problem)));
        return problems;
    }

    /** The port of the admin API, or -1 where it is not configured. */
    public int adminPort() {
        return admin == null ? -1 : admin.port();
    }

    /** The port of health and metrics, or -1 where it is not configured. */
    public int healthPort() {
        return health == null ? -1 : health.port();
    }

    /** The port of the first listener. */
    public int port() {
        return listeners.getFirst().port();
    }

    /** Exchanges under way. */
    public int running() {
        return activity.running();
    }

    /** Ends within the configured time: see {@link #drain(Duration)}. */
    public void drain() {
        drain(limits.drain());
    }

    /** Accepts no more, lets running exchanges end within {@code limit}, then cuts the rest. Blocks; returns when all is closed. */
    public void drain(Duration limit) {
        activity.drain();
        // Until the last exchange has ended, /ready says that no new ones should come here.
        listeners.forEach(Listener::stopAccepting);
        if (admin != null) admin.close();
        long deadline = System.nanoTime() + limit.toNanos();
        while (activity.running() > 0 && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        listeners.forEach(Listener::closeConnections);
        upstreams.values().forEach(binding -> binding.upstream().close());
        if (health != null) health.close();
        if (metrics != null) metrics.close();
        pool.close();
        housekeeping.shutdownNow();
        rulesPolling.shutdownNow();
        handshakes.shutdown();
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        // Last: exchanges that were cut off just now are charged too.
        if (quotas != null) quotas.close();
        if (notices != null) notices.close();
        closeAudit();
    }

    private void closeAudit() {
        if (audit == null) return;
        try {
            audit.close();
        } catch (IOException failed) {
            LOG.error("The audit log did not close: {}", failed.getMessage());
        }
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name, 0).factory();
    }
}
