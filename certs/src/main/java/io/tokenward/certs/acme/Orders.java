package io.tokenward.certs.acme;

import io.tokenward.certs.Identity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Where new certificates come from. */
@FunctionalInterface
public interface Orders {
    /**
     * A new certificate with a new key. Blocks until it is there, some minutes at most.
     *
     * @param names host names, at least one
     * @param replaced what it takes the place of, where the authority has said that it knows that one
     * @throws OrderProblem if there is none
     */
    Identity order(List<String> names, Optional<X509Certificate> replaced) throws OrderProblem;

    /**
     * When this certificate should be ordered anew; empty where the authority never says. Blocks for a minute at most.
     *
     * @throws OrderProblem if it does not say it now
     */
    default Optional<RenewalWindow> window(X509Certificate certificate) throws OrderProblem {
        return Optional.empty();
    }
}
