package io.tokenward.rules;

import static java.util.Objects.requireNonNull;

/**
 * Where a prompt comes from, as far as exclusions ask.
 *
 * @param tenant whose key; empty where there is none
 * @param route base of the route; empty where there is none
 */
public record Origin(String tenant, String route) {
    /** Of texts that no request brought. */
    public static final Origin NONE = new Origin("", "");

    public Origin {
        requireNonNull(tenant, "tenant");
        requireNonNull(route, "route");
    }
}
