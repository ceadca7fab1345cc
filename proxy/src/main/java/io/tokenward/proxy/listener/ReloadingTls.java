package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ClientAuth;
import io.tokenward.certs.CertificateLife;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.ClientTrust;
import io.tokenward.certs.ExpiryWarnings;
import io.tokenward.certs.FileVersions;
import io.tokenward.certs.Identity;
import io.tokenward.certs.Revocation;
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
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a listener, read anew when their files change, and put in force in one step. One that cannot be used
 * leaves its predecessor in force and the others alone; while the authorities of clients cannot be used, everything stays as
 * it is. {@link #status} says why. Connections that exist are not touched. Thread-safe; reading files, so not for event loops, but for {@link #newHandler}.
 */
public final class ReloadingTls {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);
    /** What may have mended itself without a change of these files: a clock, a password elsewhere. */
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(1);

    /** What decides whether reading everything is worthwhile. */
    private record Seen(FileVersions files, List<Identity> withoutFiles) {}

    private record Loaded(ServerTls tls, TlsStatus status, Tickets tickets, List<ReadIdentity> read) {
        List<Identity> shown() {
            return read.stream().map(ReadIdentity::identity).toList();
        }

        /** Whether handshakes would not tell the one from the other, given the same files. */
        boolean same(Loaded other) {
            return shown().equals(other.shown()) && status.problem().equals(other.status.problem());
        }
    }

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
        live = new Live<>(load(List.of()));
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
        boolean again = now.equals(tried);
        tried = now;
        triedAt = clock.instant();
        try {
            Loaded next = load(live.get().read());
            // Sessions end with a swap: none for nothing.
            if (again && next.same(live.get())) return;
            Loaded before = live.get();
            live.replace(next);
            wantStatuses();
            tell(before, next);
        } catch (CertificateProblem | SSLException | RuntimeException unusable) {
            keep(unusable);
        }
    }

    private void tell(Loaded before, Loaded next) {
        Optional<String> problem = next.status().problem();
        if (problem.isEmpty() || !next.shown().equals(before.shown()))
            LOG.info("{}: new certificates in force: {}", listener, next.status().certificates());
        if (problem.isPresent() && !problem.equals(before.status().problem()))
            LOG.error("{}: an older certificate stays in force: {}", listener, problem.get());
    }

    private void keep(Exception unusable) {
        String problem = String.valueOf(unusable.getMessage());
        TlsStatus status = loaded();
        if (status.problem().equals(Optional.of(problem))) return;
        LOG.error("{}: the certificates in force stay, since the new ones cannot be used: {}", listener, problem);
        live.replace(new Loaded(live.get().tls(),
                new TlsStatus(status.loaded(), Optional.of(problem), status.certificates()), live.get().tickets(),
                live.get().read()));
    }

    /** Something may have mended itself, or a certificate is about to end that its source makes anew. */
    private boolean shouldTryAgain() {
        Instant now = clock.instant();
        TlsStatus status = loaded();
        boolean reason = status.problem().isPresent()
                || status.certificates().stream().anyMatch(life -> !now.isBefore(life.lastHour()));
        return reason && !now.isBefore(triedAt.plus(TRY_AGAIN_AFTER));
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

    private Loaded load(List<ReadIdentity> before) throws CertificateProblem, SSLException {
        X509TrustManager trust = clients instanceof ClientCertificates.Asked(Path file, _, Revocation revocation)
                ? ClientTrust.of(TrustAnchors.read(file), revocation)
                : null;
        var demands = new ReadIdentity.Demands(policy, clientAuth(), trust, clock);
        List<ReadIdentity> read = new ArrayList<>();
        for (ServerIdentity wanted : identities)
            read.add(ReadIdentity.of(wanted, before.stream().skip(read.size()).findFirst(), demands));
        List<ServerTls.Named> named = read.stream().map(ReadIdentity::named).toList();
        var tickets = new Tickets(named.stream().map(ServerTls.Named::context).toList(),
                trust == null ? Tickets.LIFE : Tickets.LIFE_WITH_CERTIFICATES, random);
        tickets.rotate(clock.instant());
        return new Loaded(new ServerTls(named, challenges), new TlsStatus(clock.instant(), problem(read),
                read.stream().map(one -> CertificateLife.of(one.identity().certificate())).toList()), tickets, read);
    }

    private static Optional<String> problem(List<ReadIdentity> read) {
        List<String> problems = read.stream().flatMap(one -> one.problem().stream()).toList();
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
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
