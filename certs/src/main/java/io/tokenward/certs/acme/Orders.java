package io.tokenward.certs.acme;

import io.tokenward.certs.Identity;
import java.util.List;

/** Where new certificates come from. */
@FunctionalInterface
public interface Orders {
    /**
     * A new certificate with a new key. Blocks until it is there, some minutes at most.
     *
     * @param names host names, at least one
     * @throws OrderProblem if there is none
     */
    Identity order(List<String> names) throws OrderProblem;
}
