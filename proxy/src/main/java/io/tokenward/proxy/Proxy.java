package io.tokenward.proxy;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.PemIdentity;
import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.Directory;
import io.tokenward.proxy.admission.EvidenceCache;
import io.tokenward.proxy.admission.Redactor;
import io.tokenward.proxy.admission.Screener;
import io.tokenward.proxy.admission.ScreeningPool;
import io.tokenward.proxy.audit.ExchangeLog;
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
import io.tokenward.proxy.limit.LocalLimiter;
import io.tokenward.proxy.listener.ConnectionInitializer;
import io.tokenward.proxy.listener.Listener;
import io.tokenward.proxy.listener.TlsContexts;
import io.tokenward.proxy.listener.Transport;
import io.tokenward.proxy.live.Live;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A running proxy: everything is put together here, by hand. Thread-safe; {@link #drain} ends it. */
public final class Proxy {
    private final List<Listener> listeners = new ArrayList<>();
    private final EventLoopGroup acceptor;
    private final EventLoopGroup workers;
    private final ExecutorService handshakes;
    private final ScheduledExecutorService housekeeping;
    private final ScreeningPool pool;
    private final Activity activity = new Activity();
    private final Map<String, UpstreamBinding> upstreams;
    private final LimitsSettings limits;

    /**
     * Starts all listeners, or none.
     *
     * @param log told of every exchange
     * @param home where a development authority keeps its files
     */
    public static Proxy start(Settings settings, ExchangeLog log, Path home)
            throws IOException, ConfigProblem, CertificateProblem, KeyStoreProblem, RulesProblem {
        Transport transport = Transport.choose();
        RuleEngine rules = RuleEngine.load(settings.rules().packs(), settings.rules().builtin());
        var pepper = Pepper.of(settings.keys().pepper().resolve());
        KeyStore keys = KeyStore.open(settings.keys().store(), pepper, Clock.systemUTC());
        var proxy = new Proxy(settings, transport);
        try {
            proxy.listen(settings, transport, proxy.services(settings, keys, pepper, rules, log), home);
            proxy.housekeeping.scheduleWithFixedDelay(keys::reloadIfChanged, 1, 1, TimeUnit.SECONDS);
            return proxy;
        } catch (IOException | ConfigProblem | CertificateProblem | RuntimeException failed) {
            proxy.drain(Duration.ZERO);
            throw failed;
        }
    }

    private Proxy(Settings settings, Transport transport) throws IOException, ConfigProblem, CertificateProblem {
        limits = settings.limits();
        upstreams = Wiring.upstreams(settings, transport);
        acceptor = transport.loops(1);
        workers = transport.loops(Math.max(1, Runtime.getRuntime().availableProcessors()));
        handshakes = Executors.newFixedThreadPool(2, daemon("handshake"));
        housekeeping = Executors.newSingleThreadScheduledExecutor(daemon("housekeeping"));
        pool = new ScreeningPool(limits.screeningThreads(), limits.screeningQueue());
    }

    private ExchangeServices services(Settings settings, KeyStore keys, Pepper pepper, RuleEngine rules,
            ExchangeLog log) {
        Directory directory = Wiring.directory(settings);
        var screener = new Screener(new Live<>(rules), new EvidenceCache(new SecureRandom()));
        var hashes = new KeyedHash(pepper);
        var admission = new Admission(new Live<>(directory), keys, hashes, new LocalLimiter(Clock.systemUTC()),
                screener,
                new Redactor(hashes));
        return new ExchangeServices(admission, pool, upstreams, new BodyBudget(limits.bodiesInMemory()), log,
                Clock.systemUTC(),
                limits.body(), new ContentDecoder(limits.body(), limits.expansion()), limits.bodyTimeout(), activity);
    }

    private void listen(Settings settings, Transport transport, ExchangeServices services, Path home)
            throws IOException, ConfigProblem, CertificateProblem {
        for (ListenerSettings listener : settings.listeners()) {
            SslContext tls = tls(listener, home);
            var shared = new ConnectionInitializer.Settings(() -> tls, handshakes, () -> new ExchangeHandler(services),
                    limits.connections(), limits.head(), limits.headerTimeout(), limits.idleTimeout());
            var address = new InetSocketAddress(listener.address().host(), listener.address().port());
            listeners.add(Listener.bind(address, transport, acceptor, workers, shared));
        }
    }

    private static SslContext tls(ListenerSettings listener, Path home)
            throws IOException, ConfigProblem, CertificateProblem {
        Identity identity = switch (listener.tls()) {
            case ListenerSettings.Identity(Path chain, Path key) -> new PemIdentity(chain, key).identity();
            case ListenerSettings.Development() -> DevelopmentAuthority.openOrCreate(home, Clock.systemUTC())
                    .issueServer(List.of("localhost", "127.0.0.1", "::1"));
        };
        return TlsContexts.server(identity.chain(), identity.key());
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
        listeners.forEach(Listener::stopAccepting);
        long deadline = System.nanoTime() + limit.toNanos();
        while (activity.running() > 0 && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        listeners.forEach(Listener::closeConnections);
        upstreams.values().forEach(binding -> binding.upstream().close());
        pool.close();
        housekeeping.shutdownNow();
        handshakes.shutdown();
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name, 0).factory();
    }
}
