package io.tokenward.proxy.keys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which pepper a key is hashed under while one is replaced, and which keys are to be taken over. Thread-safe. */
final class PepperRenewal {
    private final Pepper pepper;
    private final Optional<Pepper> former;
    /** Hashes under this pepper, of keys that are known by the former one and were used. */
    private final ConcurrentMap<String, byte[]> used = new ConcurrentHashMap<>();

    PepperRenewal(Pepper pepper, Optional<Pepper> former) {
        this.pepper = pepper;
        this.former = former;
    }

    /** The hash of a key as the records in force have it. */
    byte[] hash(ApiKey key, KeyFile.Snapshot inForce) {
        return (old(key, inForce) ? former.orElse(pepper) : pepper).hash(key.bytes());
    }

    /** A key was good: if it is known by the former pepper alone, it can be taken over. */
    void used(ApiKey key, KeyFile.Snapshot inForce) {
        if (old(key, inForce)) used.computeIfAbsent(key.id(), id -> pepper.hash(key.bytes()));
    }

    /** What is to be written: of what was used, its new hash; what nobody may use any more, as it is. */
    List<KeyFile.Line> due(KeyFile.Snapshot inForce, Instant now) {
        // What another process has taken over meanwhile is nobody's concern any more.
        used.keySet().retainAll(inForce.former());
        List<KeyFile.Line> due = new ArrayList<>();
        for (String id : inForce.former()) {
            KeyRecord record = inForce.byId().get(id);
            if (record == null) continue;
            byte[] hash = used.get(id);
            if (hash != null) {
                due.add(KeyFile.Line.renewing(record.hashedAs(hash)));
            } else if (record.revoked() || record.expiredAt(now)) {
                due.add(KeyFile.Line.renewing(record));
            }
        }
        return due;
    }

    /** They are written. */
    void done(List<KeyFile.Line> written) {
        for (KeyFile.Line each : written)
            used.remove(each.record().id());
    }

    private boolean old(ApiKey key, KeyFile.Snapshot inForce) {
        return former.isPresent() && inForce.former().contains(key.id());
    }
}
