package io.tokenward.certs;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;

/** A chain and a key as they were read, whether they fit or not. */
record KeyedChain(CertificateChain chain, PrivateKey key, Path keyFile) {

    /** The identity that they are, if everything about them fits at {@code now}. */
    Identity identity(Instant now) throws CertificateProblem {
        return chain.with(key, keyFile, now);
    }
}
