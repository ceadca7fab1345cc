package io.tokenward.proxy;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.proxy.config.AcmeSettings;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.config.LimitsSettings;
import io.tokenward.proxy.config.ListenerSettings;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.listener.ChallengeHandler;
import io.tokenward.proxy.listener.Challenges;
import io.tokenward.proxy.listener.ConnectionInitializer;
import io.tokenward.proxy.listener.ConnectionLimits;
import io.tokenward.proxy.listener.Handover;
import io.tokenward.proxy.listener.InheritedSockets;
import io.tokenward.proxy.listener.Listener;
import io.tokenward.proxy.listener.ReloadingTls;
import io.tokenward.proxy.listener.TlsStatus;
import io.tokenward.proxy.listener.Transport;
import io.tokenward.proxy.listener.UnixSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * All listeners of a proxy with what they show and the loops that serve them: certificates are read, then sockets that listen
 * already are taken over, then the others are bound. Thread-safe once they listen.
 */
final class Listeners {
    /** Handshakes that ask an OCSP responder wait for a network most of the time. */
    private static final int HANDSHAKES_THAT_WAIT = 16;

    private final Settings settings;
    private final Listener.Loops loops;
    private final ExecutorService handshakes;
    private final ConnectionLimits connectionLimits;
    private final Challenges challenges;
    private final Map<ListenerSettings, ReloadingTls> certificates = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private InheritedSockets inherited = InheritedSockets.none();
    private boolean replacing;
    private @Nullable Handover handover;

    /** @param challenges of authorities that look for names here */
    Listeners(Settings settings, Transport transport, Challenges challenges) {
        this.settings = settings;
        this.challenges = challenges;
        boolean asking = settings.listeners().stream().anyMatch(TlsWiring::asksResponder);
        handshakes = Executors.newFixedThreadPool(asking ? HANDSHAKES_THAT_WAIT : 2,
                Thread.ofPlatform().daemon().name("handshake", 0).factory());
        connectionLimits = new ConnectionLimits(settings.limits().connections(),
                settings.limits().connectionsPerAddress());
        loops = new Listener.Loops(transport, transport.loops(1),
                transport.loops(Math.max(1, Runtime.getRuntime().availableProcessors())));
    }

    /** Reads what each listener shows. */
    void openCertificates(Path home) throws IOException, ConfigProblem, CertificateProblem {
        for (ListenerSettings listener : settings.listeners())
            if (!(listener.tls() instanceof ListenerSettings.Plain))
                certificates.put(listener, TlsWiring.open(listener, home, challenges, Clock.systemUTC()));
    }

    /**
     * Takes the sockets of systemd, or those of a proxy that this one replaces, which begins to end then.
     *
     * @return whether there is such a proxy: what it holds is free when its last exchange has ended
     */
    boolean inherit() throws IOException {
        inherited = InheritedSockets.fromSystemd(System.getenv(), ProcessHandle.current().pid(), loops.transport());
        if (settings.handover().isEmpty()) return false;
        Path socket = settings.handover().get();
        Optional<InheritedSockets> given = Handover.ask(socket, loops);
        if (given.isEmpty()) return false;
        inherited = given.get();
        replacing = true;
        Handover.taken(socket, loops);
        return true;
    }

    /** Binds what was not taken over, and serves. */
    void listen(Supplier<ChannelHandler> exchangeHandler, Runnable replaced) throws IOException {
        for (ListenerSettings listener : settings.listeners())
            listeners.add(bind(listener, shared(listener, exchangeHandler)));
        Optional<ListenerSettings.Address> plain = settings.acme().flatMap(AcmeSettings::http);
        if (plain.isPresent())
            listeners.add(Listener.bind(new InetSocketAddress(plain.get().host(), plain.get().port()),
                    loops, inherited, forChallenges()));
        if (replacing) {
            // The other may have had listeners that this one has not.
            inherited.closeRest();
        } else {
            inherited.requireNoneLeft();
        }
        if (settings.handover().isPresent())
            handover = Handover.serve(settings.handover().get(), loops, listeners, replaced);
    }

    private Listener bind(ListenerSettings listener, ConnectionInitializer.Settings shared) throws IOException {
        return switch (listener.address()) {
            case ListenerSettings.Address(String host, int port) ->
                Listener.bind(new InetSocketAddress(host, port), loops, inherited, shared);
            case ListenerSettings.SocketFile(var file, var mode) ->
                Listener.bind(new UnixSocket(file, mode), replacing, loops, inherited, shared);
        };
    }

    private ConnectionInitializer.Settings shared(ListenerSettings listener, Supplier<ChannelHandler> handler) {
        LimitsSettings limits = settings.limits();
        return new ConnectionInitializer.Settings(Optional.ofNullable(certificates.get(listener)),
                TlsWiring.callers(listener), handshakes, handler, connectionLimits, limits.head(),
                limits.headerTimeout(), limits.idleTimeout(), listener.peers().proxyProtocol(),
                listener.peers().forwarded());
    }

    /** Plain HTTP that answers the authority of {@code acme} and nobody else. */
    private ConnectionInitializer.Settings forChallenges() {
        LimitsSettings limits = settings.limits();
        return new ConnectionInitializer.Settings(Optional.empty(), Map.of(), handshakes,
                () -> new ChallengeHandler(challenges), connectionLimits, limits.head(), limits.headerTimeout(),
                limits.idleTimeout(), Optional.empty(), Optional.empty());
    }

    EventLoopGroup workers() {
        return loops.workers();
    }

    void pollCertificates() {
        certificates.values().forEach(ReloadingTls::poll);
    }

    /** Waits for networks: see {@link ReloadingTls#fetchStatuses}. */
    void fetchStatuses() {
        certificates.values().forEach(ReloadingTls::fetchStatuses);
    }

    Map<String, TlsStatus> certificates() {
        Map<String, TlsStatus> now = new LinkedHashMap<>();
        certificates.forEach((listener, tls) -> now.put(listener.address().toString(), tls.status()));
        return now;
    }

    List<String> reloadCertificates() {
        List<String> problems = new ArrayList<>();
        certificates.forEach((listener, tls) -> tls.reload()
                .problem()
                .ifPresent(problem -> problems.add("listener " + listener.address() + ": " + problem)));
        return problems;
    }

    /** The port of the first listener that has one, or -1. */
    int port() {
        return listeners.stream().mapToInt(Listener::port).filter(port -> port >= 0).findFirst().orElse(-1);
    }

    /** Where they listen, in words. */
    String where() {
        return settings.listeners().stream().map(listener -> switch (listener.address()) {
            case ListenerSettings.Address _ -> "port " + listeners.get(settings.listeners().indexOf(listener)).port();
            case ListenerSettings.SocketFile file -> file.toString();
        }).collect(Collectors.joining(", "));
    }

    int connections() {
        return listeners.stream().mapToInt(Listener::connections).sum();
    }

    void stopAccepting() {
        if (handover != null) handover.close();
        listeners.forEach(Listener::stopAccepting);
    }

    void closeIdle() {
        listeners.forEach(Listener::closeIdle);
    }

    void closeConnections() {
        listeners.forEach(Listener::closeConnections);
    }

    /** Ends the loops; nothing of these listeners is of use afterwards. */
    void close() {
        inherited.closeRest();
        handshakes.shutdown();
        loops.workers().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        loops.acceptor().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
