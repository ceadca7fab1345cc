package io.tokenward.proxy.keys;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the store knows about a key: everything but the key. Immutable.
 *
 * @param id public id, 12 base62 characters
 * @param hash HMAC-SHA-256 of the whole key under the pepper, 32 bytes; copied in and out
 * @param tenant who pays
 * @param plan name of the plan
 * @param models what it may use, as in {@link Caller#mayUse}; empty for all
 * @param restrictions where and when it may be used
 * @param expires from when on it is refused; empty for never
 * @param revoked whether it was taken back
 * @param name what its owner calls it; may be empty
 * @param created when it was made
 */
@SuppressWarnings("ArrayRecordComponent") // copied at the door, compared below
public record KeyRecord(String id, byte[] hash, String tenant, String plan, List<String> models,
        Restrictions restrictions, Optional<Instant> expires,
        boolean revoked, String name, Instant created) {
    private static final int HASH_BYTES = 32;

    public KeyRecord {
        if (!ApiKey.isId(id)) throw new IllegalArgumentException("no key id of 12 base62 characters");
        if (hash.length != HASH_BYTES) throw new IllegalArgumentException("hash of " + hash.length + " bytes, not 32");
        requireText("tenant", tenant);
        requireText("plan", plan);
        hash = hash.clone();
        models = List.copyOf(models);
        for (String model : models)
            requireText("model", model);
        requireNonNull(restrictions, "restrictions");
        requireNonNull(expires, "expires");
        requirePrintable("name", name);
        requireNonNull(created, "created");
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    /** Whether it is refused at that time for its age. */
    public boolean expiredAt(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    boolean hashIs(byte[] other) {
        return MessageDigest.isEqual(hash, other);
    }

    /** The same, refused from {@code end} on if not earlier anyway. */
    KeyRecord expiringAt(Instant end) {
        Instant earlier = expires.filter(end::isAfter).orElse(end);
        return new KeyRecord(id, hash, tenant, plan, models, restrictions, Optional.of(earlier), revoked, name,
                created);
    }

    KeyRecord asRevoked() {
        return new KeyRecord(id, hash, tenant, plan, models, restrictions, expires, true, name, created);
    }

    /** The same key, hashed under another pepper. */
    KeyRecord hashedAs(byte[] other) {
        return new KeyRecord(id, other, tenant, plan, models, restrictions, expires, revoked, name, created);
    }

    Caller caller() {
        return new Caller(id, tenant, plan, models, restrictions);
    }

    private static void requireText(String what, String text) {
        if (text.isBlank()) throw new IllegalArgumentException(what + " is blank");
        requirePrintable(what, text);
    }

    /** These words end up in terminals, logs and metrics, where a line end or an escape would be somebody's forgery. */
    private static void requirePrintable(String what, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " holds a control character");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRecord that && id.equals(that.id) && hashIs(that.hash) && tenant.equals(that.tenant)
                && plan.equals(that.plan) && models.equals(that.models)
                && restrictions.equals(that.restrictions) && expires.equals(that.expires)
                && revoked == that.revoked && name.equals(that.name) && created.equals(that.created);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, Arrays.hashCode(hash), tenant, plan, models, restrictions, expires, revoked, name,
                created);
    }

    /** Without the hash: it is of no use to a reader and a small help to an attacker. */
    @Override
    public String toString() {
        return "KeyRecord[" + id + ", tenant " + tenant + ", plan " + plan + ", models " + models + ", expires "
                + expires.map(Instant::toString).orElse("never") + (revoked ? ", revoked" : "") + "]";
    }
}
