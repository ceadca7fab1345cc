package io.tokenward.proxy.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * A key to be made.
     *
     * @param plan of the tenant where it is empty
     * @param models what it may use; empty for all
     * @param ttl how long it is good; empty for ever
     */
    record NewKey(String tenant, Optional<String> plan, List<String> models, Optional<Duration> ttl, String name) {
        public NewKey {
            models = List.copyOf(models);
        }
    }
}
