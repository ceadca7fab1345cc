package io.tokenward.proxy.limit;

/**
 * A meter that an exchange has to pass, and what it may show.
 *
 * @param who whose it is, as a caller reads it
 */
record Metered(Meter meter, Quotas quotas, String who) {
    boolean limited() {
        return quotas.limited();
    }
}
