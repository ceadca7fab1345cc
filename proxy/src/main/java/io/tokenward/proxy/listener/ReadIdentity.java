package io.tokenward.proxy.listener;

import io.netty.handler.ssl.ClientAuth;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.StapledStatus;
import io.tokenward.certs.SubjectName;
import io.tokenward.certs.ocsp.FetchedStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * One identity of a listener as it was read, ready for handshakes. Immutable.
 *
 * @param problem why it is an older one than lies in its files; empty if it is not
 */
record ReadIdentity(Identity identity, ServerTls.Named named, Optional<String> problem) {

    /**
     * What a listener demands of all its handshakes.
     *
     * @param trust believes clients; null where they are asked for nothing
     */
    record Demands(TlsPolicy policy, ClientAuth clients, @Nullable X509TrustManager trust, Clock clock) {}

    /**
     * Reads it anew. Where it cannot be used, the one before it goes on under the new demands: others of the listener need not
     * wait for it.
     *
     * @param before nothing at the start
     * @throws CertificateProblem if there is none
     * @throws SSLException if the TLS engine does not take it and there was none before
     */
    static ReadIdentity of(ServerIdentity wanted, Optional<ReadIdentity> before, Demands demands)
            throws CertificateProblem, SSLException {
        try {
            Identity identity = wanted.source().identity();
            return ready(wanted, identity, status(wanted, identity, demands.clock()), demands, Optional.empty());
        } catch (CertificateProblem | SSLException | RuntimeException unusable) {
            if (before.isEmpty()) throw unusable;
            return ready(wanted, before.get().identity(), before.get().named().status(), demands,
                    Optional.of(String.valueOf(unusable.getMessage())));
        }
    }

    private static ReadIdentity ready(ServerIdentity wanted, Identity identity,
            Supplier<Optional<StapledStatus>> status, Demands demands, Optional<String> problem) throws SSLException {
        var context = TlsContexts.server(identity, demands.policy(), demands.clients(), demands.trust(),
                !(wanted.stapling() instanceof Stapling.None));
        boolean quick = demands.trust() == null && identity.key().getAlgorithm().equals("EC");
        return new ReadIdentity(identity, new ServerTls.Named(names(wanted, identity), context, status, quick),
                problem);
    }

    private static Supplier<Optional<StapledStatus>> status(ServerIdentity wanted, Identity identity, Clock clock)
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

    private static List<SubjectName> names(ServerIdentity wanted, Identity identity) {
        if (wanted.names().isEmpty()) return SubjectName.of(identity.certificate());
        return wanted.names().stream().map(name -> new SubjectName(SubjectName.Kind.DNS, name)).toList();
    }
}
