package io.tokenward.proxy.limit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The purses of all tenants and keys whose plan has a package. Thread-safe. Not bounded: such plans belong to tenants and keys
 * that the operator made, and to no stranger.
 */
final class Purses {
    private final ConcurrentMap<Owner, Purse> byPayer = new ConcurrentHashMap<>();
    private final Consumer<Pack> opened;

    /**
     * Purses that go on where earlier ones stopped.
     *
     * @param earlier packs, with what was drawn from each
     * @param opened is told of packs that follow from a plan, before they are drawn on
     */
    Purses(Map<Pack, Long> earlier, Consumer<Pack> opened) {
        this.opened = opened;
        earlier.forEach(this::add);
    }

    /** The purse that an account pays from. */
    Purse of(Account account) {
        return of(new Owner(account.tenant(), account.tenant().isEmpty() ? account.keyId() : "", ""));
    }

    /** Puts a pack into its purse; false if it has been there already. */
    boolean add(Pack pack, long used) {
        return of(pack.payer()).add(pack, used);
    }

    /** All packs of a tenant, in drawing order. */
    List<PackBalance> balances(String tenant) {
        Purse purse = byPayer.get(new Owner(tenant, "", ""));
        return purse == null ? List.of() : purse.balances();
    }

    private Purse of(Owner payer) {
        Purse known = byPayer.get(payer);
        return known != null ? known : byPayer.computeIfAbsent(payer, o -> new Purse(opened));
    }
}
