package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateLife;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.IdentitySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An identity that a {@link Renewal} keeps in a file. Never without one: while there is no certificate yet, a self-signed one
 * stands in; when the file becomes unusable, what was read before stays. Thread-safe.
 */
public final class AcmeIdentity implements IdentitySource {
    private final AcmeFiles files;
    private final Clock clock;
    private @Nullable Identity issued; // guarded by this, as is the next
    private @Nullable Identity standIn;

    /** The identity in these files. */
    public AcmeIdentity(AcmeFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    @Override
    public synchronized Identity identity() {
        try {
            Identity found = files.identity();
            issued = found;
            standIn = null;
            return found;
        } catch (CertificateProblem unusable) {
            Identity before = issued;
            return before == null ? standIn() : before;
        }
    }

    private Identity standIn() {
        Identity made = standIn;
        if (made == null || !clock.instant().isBefore(CertificateLife.of(made.certificate()).lastHour())) {
            made = SelfSigned.standIn(files.names(), clock.instant(), new SecureRandom());
            standIn = made;
        }
        return made;
    }

    @Override
    public List<Path> files() {
        return List.of(files.identityFile());
    }

    /** The names that are ordered. */
    public List<String> names() {
        return files.names();
    }

    /** Why there is no certificate yet, or why the last order failed and when the next is tried. */
    @Override
    public Optional<String> problem() {
        RenewalState state = RenewalState.read(files.stateFile());
        Optional<String> failed = state.problem()
                .map(problem -> "the last order failed: " + problem + "; tried again after " + state.notBefore());
        Optional<String> unusable = unusable();
        if (unusable.isEmpty()) return failed;
        return Optional.of(unusable.get() + failed.map(text -> "; " + text).orElse(""));
    }

    private Optional<String> unusable() {
        if (!Files.exists(files.identityFile()))
            return Optional
                    .of(files.names().getFirst() + " waits for its first certificate; a self-signed one stands in");
        try {
            files.identity();
            return Optional.empty();
        } catch (CertificateProblem problem) {
            return Optional.of(String.valueOf(problem.getMessage()));
        }
    }
}
