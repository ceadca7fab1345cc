package io.tokenward.proxy;

import io.netty.util.concurrent.EventExecutor;
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
import io.tokenward.proxy.listener.TlsContexts;
import io.tokenward.proxy.listener.TlsStatus;
import io.tokenward.proxy.listener.Transport;
import io.tokenward.proxy.live.Live;
import io.tokenward.proxy.metric.HealthServer;
import io.tokenward.proxy.metric.LoopLag;
import io.tokenward.proxy.metric.Metrics;
import io.tokenward.proxy.metric.Readiness;
import io.tokenward.proxy.upstream.Lookup;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy: everything is put together here, by hand. Thread-safe; {@link #drain} ends it. */
public final class Proxy {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    /** Characters of an admin credential: 16 of hex hold 64 bits. */
    private static final int LEAST_CREDENTIAL = 16;

    /** More that wait at a time are refused: a name server is down. */
    private static final int MOST_LOOKUPS = 1000;

    /** A changed file is in force after two looks. Reading some kilobytes costs nothing beside that. */
    private static final long CERTIFICATE_POLL_SECONDS = 2;

    private static final long STATUS_POLL_SECONDS = 5;

    /** A key that is revoked at one proxy is refused by all within a second: seen, told, heard. */
    private static final long REVOCATION_MILLIS = 250;
    /** Changed rules are in force after two looks and a load; a look asks for attributes of files alone. */
    private static final long RULES_POLL_MILLIS = 1000;

    /** How long idle connections stay for a last request while somebody waits for the end; of a short drain, a tenth. */
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(3);
    /** What was cut off is written out within that, or lost. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    /** A proxy that is replaced needs longer than its drain to close its files. */
    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final Listeners listeners;
    private final Renewals renewals;
    private final ExecutorService lookups = Lookup.threads(MOST_LOOKUPS);
    private final ScheduledExecutorService housekeeping;
    /** Of its own: rules take seconds to load, keys and certificates must not wait for them. */
    private final ScheduledExecutorService rulesPolling;
    /** Of its own: it waits for the responders of authorities. */
    private final ScheduledExecutorService statuses;
    private final ScreeningPool pool;
    private final Activity activity = new Activity();
    private final CompletableFuture<@Nullable Void> replaced = new CompletableFuture<>();
    private @Nullable Administration administration;
    private boolean closed; // guarded by this
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
        var loading = RulesLoading.begin(settings.rules());
        var pepper = Pepper.of(settings.keys().pepper().resolve());
        KeyStore keys = settings.keys().open(Clock.systemUTC());
        var proxy = new Proxy(settings, transport);
        try {
            proxy.listeners.openCertificates(home);
            var directory = new Live<>(Wiring.directory(settings));
            var rules = new LiveRules(loading.await(), Clock.systemUTC());
            Live<RuleEngine> engine = rules.engine();
            // From here on a proxy that this one replaces ends; connections wait until this one listens.
            var patience = new Patience(proxy.listeners.inherit()
                    ? settings.limits().drain().plus(CLOSING)
                    : Duration.ZERO);
            // Before the first request can come: a ledger that cannot be used is a proxy that does not start.
            Wiring.Limits quotas = patience.open(() -> Wiring.limits(settings, Clock.systemUTC()));
            proxy.quotas = quotas;
            proxy.notice(settings, quotas);
            if (settings.audit().isPresent())
                proxy.audit = patience.open(() -> AuditLog.open(settings.audit().get(), Clock.systemUTC()));
            if (settings.health().isPresent()) proxy.metrics = new Metrics();
            ExchangeServices services = proxy.services(directory, engine, keys, pepper, quotas.limiter(), log);
            proxy.listeners.listen(() -> new ExchangeHandler(services), proxy::handOver);
            // Not before: an authority looks for the names at these listeners.
            proxy.renewals.start();
            proxy.endpoints.check(settings, proxy.listeners.workers());
            var administration = new ProxyAdministration(settings, directory, rules, keys,
                    new TenantPacks(quotas.packs(), Clock.systemUTC()), proxy::activity,
                    proxy::reloadCertificates);
            proxy.administration = administration;
            if (settings.health().isPresent())
                proxy.watch(settings.health().get(), transport, engine, patience);
            if (settings.admin().isPresent())
                proxy.administer(settings.admin().get(), administration, home, patience);
            proxy.housekeeping.scheduleWithFixedDelay(keys::reloadIfChanged, 1, 1, TimeUnit.SECONDS);
            quotas.shared().ifPresent(shared -> proxy.shareRevocations(keys, shared.revocations()));
            proxy.rulesPolling.scheduleWithFixedDelay(rules::poll, RULES_POLL_MILLIS, RULES_POLL_MILLIS,
                    TimeUnit.MILLISECONDS);
            proxy.housekeeping.scheduleWithFixedDelay(proxy::pollCertificates, 1, CERTIFICATE_POLL_SECONDS,
                    TimeUnit.SECONDS);
            proxy.statuses.scheduleWithFixedDelay(proxy.listeners::fetchStatuses, 0, STATUS_POLL_SECONDS,
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
        upstreams = Wiring.upstreams(settings, transport, lookups);
        renewals = new Renewals(settings, Clock.systemUTC());
        listeners = new Listeners(settings, transport, renewals.challenges());
        endpoints = new UpstreamWatch(upstreams);
        housekeeping = Executors.newSingleThreadScheduledExecutor(daemon("housekeeping"));
        statuses = Executors.newSingleThreadScheduledExecutor(daemon("statuses"));
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

    private void administer(AdminSettings settings, Administration administration, Path home,
            Patience patience) throws IOException, ConfigProblem, CertificateProblem {
        IdentitySource identity = DevelopmentAuthority.openOrCreate(home, Clock.systemUTC()).server(List.of());
        var address = new InetSocketAddress(settings.address().host(), settings.address().port());
        String credential = settings.credential().resolveText();
        if (credential.length() < LEAST_CREDENTIAL) {
            throw new ConfigProblem(List.of("admin.credential: " + settings.credential() + " has fewer than "
                    + LEAST_CREDENTIAL + " characters; make one with: openssl rand -hex 32"));
        }
        admin = patience.open(() -> AdminServer.start(address, credential, TlsContexts.jdkServer(identity),
                administration));
    }

    private List<ExchangeLog> logs(ExchangeLog given) {
        List<ExchangeLog> all = new ArrayList<>(List.of(totals, given));
        if (audit != null) all.add(audit);
        if (metrics != null) all.add(metrics);
        return all;
    }

    private void watch(ListenerSettings.Address address, Transport transport, Live<RuleEngine> engine,
            Patience patience) throws IOException {
        Metrics told = Objects.requireNonNull(metrics);
        told.gauge("tokenward.exchanges.running", "Exchanges under way.", activity::running);
        told.gauge("tokenward.connections", "Open connections of callers.",
                listeners::connections);
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
        renewals.count(told);
        LoopLag.watch(listeners.workers(), told);
        housekeeping.scheduleWithFixedDelay(() -> inForce(told, engine), 0, 5, TimeUnit.SECONDS);
        health = patience.open(() -> HealthServer.start(new InetSocketAddress(address.host(), address.port()),
                transport.loops(1), transport.server(), told, readiness()));
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
        now.put("connections", listeners.connections());
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
        listeners.pollCertificates();
    }

    /** How it stands with the certificates of each listener, by its address in the configuration. */
    public Map<String, TlsStatus> certificates() {
        return listeners.certificates();
    }

    /**
     * Reads the certificates of all listeners anew, changed or not; a listener whose files are unusable keeps what it has.
     *
     * @return what is wrong, one line each; empty where all are in force
     */
    public List<String> reloadCertificates() {
        return listeners.reloadCertificates();
    }

    /** The port of the admin API, or -1 where it is not configured. */
    public int adminPort() {
        return admin == null ? -1 : admin.port();
    }

    /** The port of health and metrics, or -1 where it is not configured. */
    public int healthPort() {
        return health == null ? -1 : health.port();
    }

    /** The port of the first listener that has one, or -1. */
    public int port() {
        return listeners.port();
    }

    /** Where all listeners listen, in words. */
    public String where() {
        return listeners.where();
    }

    /** What another process that took the sockets over has run here: to end this proxy, usually. */
    public void whenReplaced(Runnable end) {
        replaced.thenRun(end);
    }

    private void handOver() {
        replaced.complete(null);
    }

    /** Reads configuration, rules and certificates anew: see {@link Administration#reload}. */
    public List<String> reload() {
        return Objects.requireNonNull(administration).reload();
    }

    /** Completes when every event loop that serves callers has done a task: later than usual, or never, where one hangs. */
    public CompletableFuture<?> loopsAnswer() {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (EventExecutor loop : listeners.workers())
            answers.add(CompletableFuture.runAsync(() -> {}, loop));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }

    /** Exchanges under way. */
    public int running() {
        return activity.running();
    }

    /** Ends within the configured time: see {@link #drain(Duration)}. */
    public void drain() {
        drain(limits.drain());
    }

    /**
     * Accepts no more, answers what comes on open connections for a moment, lets running exchanges end within {@code limit},
     * then cuts the rest so that callers see it. Blocks; returns when all is closed. A second call waits for the first.
     */
    public synchronized void drain(Duration limit) {
        if (closed) return;
        closed = true;
        long began = System.nanoTime();
        activity.drain();
        // Until the last exchange has ended, /ready says that no new ones should come here; unless another process says it.
        if (replaced.isDone() && health != null) health.close();
        listeners.stopAccepting();
        // The authority would look for the answer where others accept now.
        renewals.close();
        if (admin != null) admin.close();
        await(began + lastRequests(limit).toNanos(), () -> listeners.connections() == 0);
        // Again and again, since connections that were just made may bring a first request still.
        await(began + limit.toNanos(), () -> {
            listeners.closeIdle();
            return activity.running() == 0 && listeners.connections() == 0;
        });
        if (activity.running() > 0) {
            activity.cut();
            await(System.nanoTime() + LAST_WORDS.toNanos(),
                    () -> activity.running() == 0 && listeners.connections() == 0);
        }
        listeners.closeConnections();
        upstreams.values().forEach(binding -> binding.upstream().close());
        if (health != null) health.close();
        if (metrics != null) metrics.close();
        pool.close();
        housekeeping.shutdownNow();
        rulesPolling.shutdownNow();
        statuses.shutdownNow();
        lookups.shutdownNow();
        listeners.close();
        // Last: exchanges that were cut off just now are charged too.
        if (quotas != null) quotas.close();
        if (notices != null) notices.close();
        closeAudit();
    }

    /** A client may send on a connection just as it is closed: the longer nothing came, the less likely. */
    private Duration lastRequests(Duration limit) {
        boolean nobodyWaits = replaced.isDone() && audit == null && (quotas == null || !quotas.exclusive());
        Duration tenth = limit.dividedBy(10);
        return nobodyWaits ? limit : tenth.compareTo(LAST_REQUESTS) < 0 ? tenth : LAST_REQUESTS;
    }

    private static void await(long endNanos, BooleanSupplier done) {
        while (!done.getAsBoolean() && System.nanoTime() - endNanos < 0)
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
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
