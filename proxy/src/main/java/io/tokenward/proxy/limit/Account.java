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
 * @param levels that it has to pass besides key and plan, those of a user and of a model excepted
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
        return !tenant.isEmpty() || bound();
    }

    /** The same for who has a place already: rates count, requests at the same time do not. */
    public Account inPlace() {
        return new Account(keyId, tenant, plan.inPlace(), storeDown, levels.stream().map(Level::inPlace).toList());
    }

    /** Whether what is used comes to an end at some time. */
    boolean bound() {
        if (plan.bound()) return true;
        for (Level level : levels)
            if (level.allowance().limited()) return true;
        return false;
    }

    /** The levels that are known when the body has been read: those of its model and of its user. */
    List<Level> lateLevels(Demand demand) {
        Optional<Level> model = plan.levels().model(keyId, demand.model());
        Optional<Level> user = user(demand.user());
        if (model.isEmpty() && user.isEmpty()) return List.of();
        List<Level> late = new ArrayList<>(2);
        model.ifPresent(late::add);
        user.ifPresent(late::add);
        return late;
    }

    /** All levels, in which its tokens count. */
    List<Level> levels(Demand demand) {
        List<Level> late = lateLevels(demand);
        if (late.isEmpty()) return levels;
        List<Level> all = new ArrayList<>(levels);
        all.addAll(late);
        return all;
    }

    /** What its head has to pass. */
    List<Metered> meters() {
        return meters(levels);
    }

    /** What its charge counts in. */
    List<Metered> meters(Demand demand) {
        return meters(levels(demand));
    }

    private Optional<Level> user(String user) {
        Optional<PlanLevels.Users> users = plan.levels().users();
        if (user.isEmpty() || users.isEmpty()) return Optional.empty();
        String name = (tenant.isEmpty() ? keyId : tenant) + " " + user;
        return Optional.of(new Level(Level.Kind.USER, name, users.get().rates(), users.get().allowance()));
    }

    private List<Metered> meters(List<Level> some) {
        Owner own = Owner.of(this);
        var tokens = new Metered(new Meter(own, Unit.TOKENS), plan.quotas(), Refusals.PLAN);
        if (plan.money().isEmpty() && some.isEmpty()) return List.of(tokens);
        List<Metered> meters = new ArrayList<>(2);
        meters.add(tokens);
        plan.money()
                .ifPresent(money -> meters.add(new Metered(new Meter(own, Unit.MONEY), money.budget(),
                        Refusals.PLAN)));
        for (Level level : some) {
            if (!level.allowance().limited()) continue;
            for (Unit unit : Unit.values()) {
                Quotas quotas = level.allowance().of(unit);
                if (quotas.limited())
                    meters.add(new Metered(new Meter(level.owner(tenant), unit), quotas, level.words()));
            }
        }
        return meters;
    }
}
