package io.tokenward.proxy.limit;

import java.time.Instant;
import java.util.Comparator;

/** A pack and what became of it. Owned by a {@link Purse}, whose lock guards it. */
final class PackTally {
    /** The order in which packs are drawn on. The id last, so that it is the same after a restart. */
    static final Comparator<PackTally> DRAWING = Comparator.<PackTally>comparingInt(each -> each.pack.priority())
            .thenComparing(each -> each.expires)
            .thenComparing(each -> each.pack.id());

    private final Pack pack;
    private long tokens;
    private Instant expires;
    private long used;
    private long held;
    private long moved;

    PackTally(Pack pack, long used) {
        this.pack = pack;
        this.used = used;
        tokens = pack.tokens();
        expires = pack.expires();
    }

    Pack pack() {
        return pack;
    }

    /** Whether it may be drawn on then. */
    boolean runs(Instant now) {
        return !now.isBefore(pack.starts()) && now.isBefore(expires);
    }

    boolean expiredBefore(Instant instant) {
        return expires.isBefore(instant);
    }

    Instant expires() {
        return expires;
    }

    long held() {
        return held;
    }

    long left() {
        return Math.max(0, tokens - Amounts.sum(Amounts.sum(used, held), moved));
    }

    /** The plan was changed: it grants so many now. */
    void resize(long granted) {
        tokens = granted;
    }

    /** The plan moved to a zone in which the period ends later. */
    void extend(Instant end) {
        if (end.isAfter(expires)) expires = end;
    }

    /** So many are in another pack from now on. */
    void move(long carried) {
        moved = carried;
    }

    void hold(long amount) {
        held += amount;
    }

    void release(long amount) {
        held -= amount;
    }

    void draw(long amount) {
        used = Amounts.sum(used, amount);
    }

    PackBalance balance() {
        return new PackBalance(pack, used, held, left());
    }
}
