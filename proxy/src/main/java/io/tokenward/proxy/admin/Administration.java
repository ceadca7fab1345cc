package io.tokenward.proxy.admin;

import io.tokenward.proxy.keys.Restrictions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What can be looked at and changed while the proxy runs. Thread-safe; methods may block. */
public interface Administration {
    /** What is going on, as names and values that JSON can hold. */
    Map<String, Object> status();

    /**
     * Reads configuration and rules again and puts both in force, or neither.
     *
     * @return what is wrong, one line each; empty where the new state is in force
     */
    List<String> reload();

    /** All keys without their secrets, in the order of creation. */
    List<Map<String, Object>> keys();

    /**
     * Makes a key; the whole key is shown this once.
     *
     * @throws IllegalArgumentException with a text for the caller where tenant or plan do not exist or a value is out of bounds
     */
    Map<String, Object> createKey(NewKey key);

    /** Takes a key back; false where there is none of that id. */
    boolean revokeKey(String id);

    /** Replaces a key, the old one staying good for a while; nothing where there is none of that id, or it was revoked. */
    Optional<Map<String, Object>> rotateKey(String id, Duration overlap);

    /** The packs of a tenant, in the order in which they are drawn on; empty where it has none, or nothing is kept in a ledger. */
    List<Map<String, Object>> packs(String tenant);

    /**
     * Gives a tenant a pack of tokens; false where that id was granted before, whatever it was.
     *
     * @throws IllegalArgumentException with a text for the caller where the tenant does not exist, there is no ledger or a value
     *         is out of bounds
     * @throws java.io.UncheckedIOException where the ledger cannot be written
     */
    boolean grantPack(NewPack pack);

    /**
     * A pack to be granted.
     *
     * @param id unique, such as the number of an order
     * @param key the only key that may draw on it; empty for all of the tenant
     * @param starts now where it is empty
     * @param expires either this
     * @param ttl or this from its start
     * @param priority lower ones are drawn on first; before the plan's own package where it is empty
     */
    record NewPack(String id, String tenant, String key, long tokens, Optional<Instant> starts,
            Optional<Instant> expires, Optional<Duration> ttl, OptionalInt priority, String source) {}

    /**
     * A key to be made.
     *
     * @param plan of the tenant where it is empty
     * @param models what it may use; empty for all
     * @param restrictions where and when it may be used
     * @param ttl how long it is good; empty for ever
     */
    record NewKey(String tenant, Optional<String> plan, List<String> models, Restrictions restrictions,
            Optional<Duration> ttl, String name) {
        public NewKey {
            models = List.copyOf(models);
        }
    }
}
