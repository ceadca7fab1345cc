package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Tokens that somebody has for a while: bought, given, or granted by a plan. Immutable.
 *
 * @param id unique in a ledger; granting the same id again changes nothing
 * @param tenant whose keys may draw on it; empty where it is for a key without tenant
 * @param key the only key that may draw on it; empty for all of the tenant
 * @param plan the only plan whose keys may draw on it; empty for all
 * @param tokens weighted
 * @param starts from when on
 * @param expires from when on no more
 * @param priority lower ones are drawn on first; of the same priority, what expires first
 * @param source what it comes from, such as {@code purchase} or {@code voucher}
 * @param origin id of the pack whose rest it is; empty for none
 */
public record Pack(String id, String tenant, String key, String plan, long tokens, Instant starts, Instant expires,
        int priority, String source, String origin) {
    /** Of a plan's own package. */
    public static final int DEFAULT_PRIORITY = 100;
    /** Far from where sums of longs overflow. */
    public static final long MOST_TOKENS = 1_000_000_000_000L;

    /** @throws IllegalArgumentException for a pack of nobody, without id, of no time or of an absurd size */
    public Pack {
        requireNonNull(plan, "plan");
        requireNonNull(source, "source");
        requireNonNull(origin, "origin");
        if (id.isEmpty()) throw new IllegalArgumentException("a pack must have an id");
        if (tenant.isEmpty() && key.isEmpty())
            throw new IllegalArgumentException("a pack must have a tenant or a key");
        if (tokens < 0 || tokens > MOST_TOKENS)
            throw new IllegalArgumentException("tokens must be 0 to " + MOST_TOKENS + ", was " + tokens);
        if (!expires.isAfter(starts))
            throw new IllegalArgumentException("a pack must expire after it starts, at " + starts);
    }

    /** Whose purse it is in. */
    Owner payer() {
        return new Owner(tenant, tenant.isEmpty() ? key : "", "");
    }

    /** Whether that account may draw on it at some time. */
    boolean isFor(Account account) {
        return (key.isEmpty() || key.equals(account.keyId())) && (plan.isEmpty() || plan.equals(account.plan().name()));
    }
}
