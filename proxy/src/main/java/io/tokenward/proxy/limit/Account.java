package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

/**
 * Whom to charge.
 *
 * @param keyId public id of the key: rates and concurrency are its own
 * @param tenant who pays: all its keys on one plan share the quotas; empty where a key belongs to nobody and has its own
 * @param plan as in force when the exchange began
 * @param storeDown what happens while charges cannot be written
 */
public record Account(String keyId, String tenant, Plan plan, StoreDown storeDown) {
    /** An account that is refused while charges cannot be written. */
    public Account(String keyId, String tenant, Plan plan) {
        this(keyId, tenant, plan, StoreDown.CLOSED);
    }

    public Account {
        requireNonNull(keyId, "keyId");
        requireNonNull(tenant, "tenant");
        requireNonNull(plan, "plan");
        requireNonNull(storeDown, "storeDown");
    }
}
