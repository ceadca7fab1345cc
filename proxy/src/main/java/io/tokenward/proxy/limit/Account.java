package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom to charge.
 *
 * @param keyId public id of the key: rates and concurrency are its own
 * @param tenant who pays: all its keys on one plan share the quotas; empty where a key belongs to nobody and has its own
 * @param plan as in force when the exchange began
 * @param storeDown what happens while charges cannot be written
 * @param levels whose rates it has to pass besides those of its key, that of the model excepted
 */
public record Account(String keyId, String tenant, Plan plan, StoreDown storeDown, List<Level> levels) {
    /** An account that is refused while charges cannot be written. */
    public Account(String keyId, String tenant, Plan plan) {
        this(keyId, tenant, plan, StoreDown.CLOSED);
    }

    /** An account that passes the rates of its key alone. */
    public Account(String keyId, String tenant, Plan plan, StoreDown storeDown) {
        this(keyId, tenant, plan, storeDown, List.of());
    }

    public Account {
        requireNonNull(keyId, "keyId");
        requireNonNull(tenant, "tenant");
        requireNonNull(plan, "plan");
        requireNonNull(storeDown, "storeDown");
        levels = List.copyOf(levels);
    }

    /** Whether a store keeps what it uses. Anybody can make up any number of keys without tenant and bound where keys are passed on. */
    boolean kept() {
        return !tenant.isEmpty() || plan.bound();
    }

    /** The same for who has a place already: rates count, requests at the same time do not. */
    public Account inPlace() {
        return new Account(keyId, tenant, plan.inPlace(), storeDown, levels.stream().map(Level::inPlace).toList());
    }

    /** Its levels with that of a model, in which its tokens count. */
    List<Level> levels(String model) {
        Optional<Level> own = plan.levels().model(keyId, model);
        if (own.isEmpty()) return levels;
        List<Level> all = new ArrayList<>(levels);
        all.add(own.get());
        return all;
    }
}
