package io.tokenward.proxy.demo;

import io.tokenward.proxy.keys.KeyRecord;
import io.tokenward.proxy.keys.KeyStore;
import java.util.List;
import java.util.Optional;

/** The example keys: one per plan, and one to be taken back. */
record DemoKeys(KeyStore store, String developer, String strict, String burst, String small, String guest) {
    private static final String GUEST = "demo guest";

    static DemoKeys create(KeyStore store) {
        return new DemoKeys(store, key(store, "developer", "demo developer"), key(store, "strict", "demo strict"),
                key(store, "burst", "demo burst"), key(store, "small", "demo small"), key(store, "developer", GUEST));
    }

    /** Takes the guest's key back, as {@code tokenward keys revoke} does: in the file, for the running proxy to find. */
    void revokeGuest() {
        store.list().stream().filter(key -> key.name().equals(GUEST)).map(KeyRecord::id).forEach(store::revoke);
    }

    private static String key(KeyStore store, String plan, String name) {
        return store.create("acme", plan, List.of(), Optional.empty(), name).reveal();
    }

    @Override
    public String toString() {
        return "DemoKeys[hidden]";
    }
}
