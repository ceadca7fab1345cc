package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.OwnersDirectory;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.PemIdentity;
import io.tokenward.certs.SubjectName;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The files of one certificate: chain and key in {@code <first name>.pem}, what is known of its renewal in {@code <first
 * name>.renewal}; all for their owner alone, each replaced as a whole. Immutable.
 */
public final class AcmeFiles {
    private final Path directory;
    private final List<String> names;
    private final Clock clock;

    /** @param names of the certificate, at least one */
    public AcmeFiles(Path directory, List<String> names, Clock clock) {
        if (names.isEmpty()) throw new IllegalArgumentException("a certificate needs a name, got none");
        this.directory = directory;
        this.names = List.copyOf(names);
        this.clock = clock;
    }

    /** The names that are ordered. */
    public List<String> names() {
        return names;
    }

    /** Chain and key. */
    public Path identityFile() {
        return directory.resolve(names.getFirst() + ".pem");
    }

    Path stateFile() {
        return directory.resolve(names.getFirst() + ".renewal");
    }

    /** What is there, if it can be used now. */
    Identity identity() throws CertificateProblem {
        return new PemIdentity(identityFile(), identityFile(), () -> new char[0], clock).identity();
    }

    /** The same, if it has all names; nothing where something has to be ordered. */
    Optional<Identity> complete() {
        try {
            Identity found = identity();
            return covers(found) ? Optional.of(found) : Optional.empty();
        } catch (CertificateProblem unusable) {
            return Optional.empty();
        }
    }

    /**
     * Puts a new identity in the place of the old one.
     *
     * @throws CertificateProblem if it cannot be used, or cannot be written; the old one stays then
     */
    void replace(Identity fresh) throws CertificateProblem {
        Path draft = directory.resolve(names.getFirst() + ".new");
        try {
            PemFiles.writeTogether(fresh, draft);
            // Read like any file of a person's: whatever would be wrong with it later is found while the old one is there.
            new PemIdentity(draft, draft, () -> new char[0], clock).identity();
            if (!covers(fresh))
                throw CertificateProblem.of("the new certificate has not all of the names " + names, "order it anew");
            Files.move(draft, identityFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CertificateProblem.of(identityFile() + ": cannot be written (" + e.getMessage() + ")",
                    "let the proxy's user write in acme.storage");
        } finally {
            discard(draft);
        }
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException stays) {
            // The next order writes over it.
            return;
        }
    }

    private boolean covers(Identity identity) {
        List<SubjectName> has = SubjectName.of(identity.certificate());
        return names.stream().allMatch(name -> has.stream().anyMatch(one -> one.covers(name)));
    }

    /** A step that only one process and thread at a time may take. */
    interface Step {
        void take() throws CertificateProblem;
    }

    /**
     * Takes the step, unless another process is at one.
     *
     * @return whether it was taken
     */
    boolean alone(Step step) throws CertificateProblem {
        try {
            OwnersDirectory.make(directory);
            try (var channel = OwnersDirectory.lockFile(directory); FileLock lock = channel.tryLock()) {
                if (lock == null) return false;
                step.take();
                return true;
            }
        } catch (OverlappingFileLockException elsewhereInThisProcess) {
            return false;
        } catch (IOException e) {
            throw CertificateProblem.of(directory + ": cannot be used (" + e.getMessage() + ")",
                    "let the proxy's user write in acme.storage");
        }
    }
}
