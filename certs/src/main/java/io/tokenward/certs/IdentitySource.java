package io.tokenward.certs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where an {@link Identity} comes from. Implementations are thread-safe; each call looks anew, so that a renewed
 * certificate is found without a restart. A caller that meets a problem keeps the identity it has: files that are being
 * replaced one after the other do not fit each other for a moment.
 */
public interface IdentitySource {

    /**
     * The identity to use from now on: valid now, its key fitting its first certificate. May read files; not for event
     * loops.
     *
     * @throws CertificateProblem if there is none that can be used, and what to mend
     */
    Identity identity() throws CertificateProblem;

    /**
     * The files it reads: {@link #identity()} is worth asking anew when the content of one has changed. Empty for a source
     * without files, which is cheap to ask at any time and gives the same object until it has a new one.
     */
    default List<Path> files() {
        return List.of();
    }

    /** What its owner should know of how it is renewed, where something is wrong; reads a small file at most. */
    default Optional<String> problem() {
        return Optional.empty();
    }
}
