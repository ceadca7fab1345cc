package io.tokenward.certs;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A server identity of the development authority that is issued anew in good time. Thread-safe. */
final class ReissuedIdentity implements IdentitySource {
    private final DevelopmentAuthority authority;
    private final List<String> names;
    private final Clock clock;
    private @Nullable Identity current; // guarded by this

    ReissuedIdentity(DevelopmentAuthority authority, List<String> names, Clock clock) {
        this.authority = authority;
        this.names = List.copyOf(names);
        this.clock = clock;
    }

    @Override
    public synchronized Identity identity() throws CertificateProblem {
        Identity issued = current;
        if (issued == null || inItsLastThird(issued)) {
            issued = authority.issueServer(names);
            current = issued;
        }
        return issued;
    }

    private boolean inItsLastThird(Identity issued) {
        Instant until = issued.certificate().getNotAfter().toInstant();
        return !clock.instant().isBefore(until.minus(Issuer.SERVER_LIFE.dividedBy(3)));
    }
}
