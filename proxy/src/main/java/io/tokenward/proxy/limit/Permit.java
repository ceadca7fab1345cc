package io.tokenward.proxy.limit;

import java.util.Optional;

/** Leave to have one request in flight. Thread-safe. */
public interface Permit {
    /** Ends the request for the concurrency limit. Never blocks; only the first call counts. */
    void release();

    /** Who is charged, with the plan as it was on entry. */
    Account account();

    /** Whether the package of its account had little left on entry. */
    default Optional<PackageStanding> standing() {
        return Optional.empty();
    }

    /** Id of the exchange. */
    String exchange();
}
