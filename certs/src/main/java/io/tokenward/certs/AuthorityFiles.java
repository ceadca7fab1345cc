package io.tokenward.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** The two files of a development authority, which only their owner may read. */
final class AuthorityFiles {
    private static final Set<PosixFilePermission> OTHERS = EnumSet
            .complementOf(EnumSet.of(PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    /** An authority with less life than a server certificate would shorten every certificate it signs. */
    private static final Duration LEAST_LIFE = Issuer.SERVER_LIFE;

    private final Path directory;
    private final Path certificate;
    private final Path key;

    AuthorityFiles(Path directory) {
        this.directory = directory;
        certificate = directory.resolve("ca.pem");
        key = directory.resolve("ca.key");
    }

    Path certificate() {
        return certificate;
    }

    /**
     * The authority in the files, or a new one put there if there was none or too little of its life is left. Two
     * processes that start at the same time end with the same one.
     */
    Identity openOrCreate(Issuer issuer, Clock clock) throws CertificateProblem {
        // File locks do not keep threads of one process apart, the monitor does.
        synchronized (AuthorityFiles.class) {
            try {
                OwnersDirectory.make(directory);
                try (var lock = OwnersDirectory.lockFile(directory); var _ = lock.lock()) {
                    if (exists() && !expires(clock.instant())) return read(clock);
                    return write(issuer.authority(clock.instant()));
                }
            } catch (IOException e) {
                throw PemFile.unreadable(directory, e);
            }
        }
    }

    private boolean exists() throws CertificateProblem {
        boolean hasCertificate = Files.exists(certificate);
        boolean hasKey = Files.exists(key);
        if (hasCertificate == hasKey) return hasCertificate;
        throw CertificateProblem.in(hasCertificate ? key : certificate, "no such file, although its twin is there",
                "bring it back, or delete " + (hasCertificate ? certificate : key) + " too for a new authority");
    }

    private boolean expires(Instant now) throws CertificateProblem {
        Instant until = TrustAnchors.read(certificate).getFirst().getNotAfter().toInstant();
        return until.isBefore(now.plus(LEAST_LIFE));
    }

    private Identity read(Clock clock) throws CertificateProblem, IOException {
        requireOwnerOnly(key);
        return new PemIdentity(certificate, key, () -> new char[0], clock).identity();
    }

    /** Browsers may trust this authority: a key that others could copy must not be used on in silence. */
    private static void requireOwnerOnly(Path key) throws CertificateProblem, IOException {
        if (!PemFiles.posix(key)) return;
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(key);
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw CertificateProblem.in(key,
                    "others may use the authority's key (" + PosixFilePermissions.toString(permissions)
                            + ")",
                    "chmod 600 it if nobody can have copied it, else delete both files for a new authority");
        }
    }

    private Identity write(Identity authority) throws IOException {
        // Key first: after a crash in between, an old certificate is still too old and both are made anew.
        PemFiles.writeKey(key, authority.key());
        PemFiles.writeOwnCertificate(certificate, authority.certificate());
        return authority;
    }
}
