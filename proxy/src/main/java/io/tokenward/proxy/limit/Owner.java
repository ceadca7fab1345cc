package io.tokenward.proxy.limit;

import org.jspecify.annotations.Nullable;

/**
 * Whose quota: the keys of one tenant share one for each plan, or a rotated key would start afresh; a key without tenant has
 * its own.
 *
 * @param tenant empty for a key that belongs to nobody
 * @param keyId empty where there is a tenant
 * @param plan by name
 */
record Owner(String tenant, String keyId, String plan) {
    static Owner of(Account account) {
        String key = account.tenant().isEmpty() ? account.keyId() : "";
        return new Owner(account.tenant(), key, account.plan().name());
    }

    // Written out, as it is asked several times by every exchange: in that form it costs half.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Owner of && tenant.equals(of.tenant) && keyId.equals(of.keyId) && plan.equals(of.plan);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * tenant.hashCode() + keyId.hashCode()) + plan.hashCode();
    }
}
