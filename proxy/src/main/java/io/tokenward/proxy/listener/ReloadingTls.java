package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.tokenward.certs.CertificateLife;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.ClientTrust;
import io.tokenward.certs.ExpiryWarnings;
import io.tokenward.certs.FileVersions;
import io.tokenward.certs.Identity;
import io.tokenward.certs.Revocation;
import io.tokenward.certs.StapledStatus;
import io.tokenward.certs.SubjectName;
import io.tokenward.certs.TrustAnchors;
import io.tokenward.certs.ocsp.FetchedStatus;
import io.tokenward.proxy.live.Live;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a listener, read anew when their files change. All of them are replaced at once or none: while one
 * file is unusable, the old ones stay in force, client certificates are asked for as before, and {@link #status} says why.
 * Connections that exist are not touched. Thread-safe; reading files, so not for event loops, but for {@link #newHandler}.
 */
public final class ReloadingTls {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);
    /** What may have mended itself without a change of these files: a clock, a password elsewhere. */
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(1);

    /** What decides whether reading everything is worthwhile. */
    private record Seen(FileVersions files, List<Identity> withoutFiles) {}

    private record Loaded(ServerTls tls, TlsStatus status, Tickets tickets, List<Identity> shown) {}

    private final String listener;
    private final List<ServerIdentity> identities;
    private final ClientCertificates clients;
    private final TlsPolicy policy;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final Challenges challenges;
    private final ExpiryWarnings expiry = new ExpiryWarnings();
    private final Live<Loaded> live;
    private Seen last; // guarded by this, as are the next two
    private Seen tried;
    private Instant triedAt;

    private ReloadingTls(String listener, List<ServerIdentity> identities, ClientCertificates clients, TlsPolicy policy,
            Challenges challenges, Clock clock) throws CertificateProblem, SSLException {
        this.listener = listener;
        this.identities = List.copyOf(identities);
        this.clients = clients;
        this.policy = policy;
        this.challenges = challenges;
        this.clock = clock;
        tried = look();
        last = tried;
        triedAt = clock.instant();
        live = new Live<>(load());
        wantStatuses();
        warn();
    }

    /**
     * Reads everything for the first time.
     *
     * @param listener how log messages call the listener
     * @param identities the first is for clients whose name fits none
     * @param challenges of authorities that may look for a name here
     * @throws CertificateProblem if a file cannot be used
     * @throws SSLException if the TLS engine does not take an identity
     */
    public static ReloadingTls open(String listener, List<ServerIdentity> identities, ClientCertificates clients,
            TlsPolicy policy, Challenges challenges, Clock clock) throws CertificateProblem, SSLException {
        return new ReloadingTls(listener, identities, clients, policy, challenges, clock);
    }

    /** The first handler of a new connection, with what is in force now; for event loops. */
    ChannelHandler newHandler(ByteBufAllocator allocator, Executor handshakes, Duration limit) {
        return live.get().tls().newHandler(allocator, handshakes, limit);
    }

    /** What is in force, and what is wrong with newer files or with their renewal if anything is. */
    public TlsStatus status() {
        TlsStatus loaded = loaded();
        if (loaded.problem().isPresent()) return loaded;
        Optional<String> renewal = identities.stream()
                .flatMap(identity -> Stream.concat(identity.source().problem().stream(),
                        identity.stapling() instanceof Stapling.Fetched(FetchedStatus status)
                                ? status.problem().stream()
                                : Stream.empty()))
                .findFirst();
        return new TlsStatus(loaded.loaded(), renewal, loaded.certificates());
    }

    private TlsStatus loaded() {
        return live.get().status();
    }

    /**
     * Looks whether the files have changed and reads them if they have and are at rest: files that belong together are
     * replaced one after the other, so they are read when two looks in a row have seen the same. Says once when a
     * certificate is about to expire. Never throws; meant to be called every few seconds.
     */
    public synchronized void poll() {
        try {
            Seen now = look();
            boolean atRest = now.equals(last);
            last = now;
            if (atRest && (!now.equals(tried) || shouldTryAgain())) replace(now);
        } catch (CertificateProblem | RuntimeException unexpected) {
            keep(unexpected);
        }
        live.get().tickets().rotate(clock.instant());
        warn();
    }

    /**
     * Reads everything now, changed or not.
     *
     * @return what is in force afterwards; without a problem if it is what the files hold
     */
    public synchronized TlsStatus reload() {
        try {
            replace(look());
        } catch (CertificateProblem | RuntimeException unexpected) {
            keep(unexpected);
        }
        return loaded();
    }

    private void replace(Seen now) {
        tried = now;
        triedAt = clock.instant();
        try {
            Loaded next = load();
            live.replace(next);
            wantStatuses();
            LOG.info("{}: new certificates in force: {}", listener, next.status().certificates());
        } catch (CertificateProblem | SSLException | RuntimeException unusable) {
            keep(unusable);
        }
    }

    private void keep(Exception unusable) {
        String problem = String.valueOf(unusable.getMessage());
        TlsStatus status = loaded();
        if (status.problem().equals(Optional.of(problem))) return;
        LOG.error("{}: the certificates in force stay, since the new ones cannot be used: {}", listener, problem);
        live.replace(new Loaded(live.get().tls(),
                new TlsStatus(status.loaded(), Optional.of(problem), status.certificates()), live.get().tickets(),
                live.get().shown()));
    }

    private boolean shouldTryAgain() {
        return loaded().problem().isPresent() && !clock.instant().isBefore(triedAt.plus(TRY_AGAIN_AFTER));
    }

    private Seen look() throws CertificateProblem {
        List<Path> files = new ArrayList<>();
        List<Identity> withoutFiles = new ArrayList<>();
        for (ServerIdentity identity : identities) {
            files.addAll(identity.files());
            if (identity.source().files().isEmpty()) withoutFiles.add(identity.source().identity());
        }
        if (clients instanceof ClientCertificates.Asked(Path anchors, _, Revocation revocation)) {
            files.add(anchors);
            files.addAll(revocation.lists());
        }
        return new Seen(FileVersions.of(files), withoutFiles);
    }

    private Loaded load() throws CertificateProblem, SSLException {
        X509TrustManager trust = clients instanceof ClientCertificates.Asked(Path file, _, Revocation revocation)
                ? ClientTrust.of(TrustAnchors.read(file), revocation)
                : null;
        List<ServerTls.Named> named = new ArrayList<>();
        List<CertificateLife> lives = new ArrayList<>();
        List<Identity> shown = new ArrayList<>();
        for (ServerIdentity wanted : identities) {
            Identity identity = wanted.source().identity();
            SslContext context = TlsContexts.server(identity, policy, clientAuth(), trust,
                    !(wanted.stapling() instanceof Stapling.None));
            named.add(new ServerTls.Named(names(wanted, identity), context, status(wanted, identity),
                    trust == null && identity.key().getAlgorithm().equals("EC")));
            lives.add(CertificateLife.of(identity.certificate()));
            shown.add(identity);
        }
        var tickets = new Tickets(named.stream().map(ServerTls.Named::context).toList(),
                trust == null ? Tickets.LIFE : Tickets.LIFE_WITH_CERTIFICATES, random);
        tickets.rotate(clock.instant());
        return new Loaded(new ServerTls(named, challenges), new TlsStatus(clock.instant(), Optional.empty(), lives),
                tickets, shown);
    }

    private Supplier<Optional<StapledStatus>> status(ServerIdentity wanted, Identity identity)
            throws CertificateProblem {
        if (!(wanted.stapling() instanceof Stapling.None) && !TlsContexts.staples(identity.key())) {
            throw CertificateProblem.of("status: a key of kind " + identity.key().getAlgorithm()
                    + " is used by an engine that sends no status along", "take status out, or use an EC or RSA key");
        }
        return switch (wanted.stapling()) {
            case Stapling.None() -> Optional::empty;
            case Stapling.Fetched(FetchedStatus status) -> () -> status.current(identity.certificate());
            case Stapling.InFile(Path file) -> {
                var read = Optional.of(StapledStatus.read(file, identity.certificate(), clock));
                yield () -> read;
            }
        };
    }

    /** What is in force is what responders are asked about from now on. */
    private void wantStatuses() {
        List<Identity> shown = live.get().shown();
        for (int i = 0; i < shown.size(); i++)
            if (identities.get(i).stapling() instanceof Stapling.Fetched(FetchedStatus status))
                status.serve(shown.get(i));
    }

    /** Asks responders for the status of certificates, where it is time to. Waits for a network: for a thread of its own. */
    public void fetchStatuses() {
        for (ServerIdentity identity : identities)
            if (identity.stapling() instanceof Stapling.Fetched(FetchedStatus status)) fetch(status);
    }

    private void fetch(FetchedStatus status) {
        try {
            status.poll().ifPresent(problem -> LOG.warn("{}: no new status of a certificate: {}", listener, problem));
        } catch (RuntimeException defect) {
            LOG.error("{}: a status could not be asked for", listener, defect);
        }
    }

    private static List<SubjectName> names(ServerIdentity wanted, Identity identity) {
        if (wanted.names().isEmpty()) return SubjectName.of(identity.certificate());
        return wanted.names().stream().map(name -> new SubjectName(SubjectName.Kind.DNS, name)).toList();
    }

    private ClientAuth clientAuth() {
        return switch (clients) {
            case ClientCertificates.NotAsked() -> ClientAuth.NONE;
            case ClientCertificates.Asked(_, boolean required, _) ->
                required ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
        };
    }

    private void warn() {
        List<CertificateLife> ofFiles = new ArrayList<>();
        List<CertificateLife> all = loaded().certificates();
        for (int i = 0; i < all.size(); i++)
            // What comes from no file is renewed by its source, not by people.
            if (!identities.get(i).source().files().isEmpty()) ofFiles.add(all.get(i));
        for (String warning : expiry.due(ofFiles, clock.instant()))
            LOG.warn("{}: {}", listener, warning);
    }
}
