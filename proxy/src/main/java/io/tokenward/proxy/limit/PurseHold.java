package io.tokenward.proxy.limit;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tokens of packs held back for an exchange. Guarded by the lock of its purse.
 *
 * @param at when it was made: what is used beyond it is drawn from what ran then
 */
record PurseHold(Purse purse, Account account, List<Portion> portions, Instant at) {
    /** What is held of one pack. */
    record Portion(PackTally pack, long tokens) {}

    PurseHold {
        portions = List.copyOf(portions);
    }

    /** This one and more of the same purse and account, as one. */
    PurseHold with(Stream<PurseHold> more) {
        return new PurseHold(purse, account,
                Stream.concat(portions.stream(), more.flatMap(each -> each.portions().stream())).toList(), at);
    }

    /** Ends it; call once. Answers what was drawn. */
    List<Draw> settle(long used) {
        return purse.settle(this, used);
    }

    /** Draws what an exchange used after its hold had ended without a charge. */
    List<Draw> chargeLate(long used) {
        return purse.settle(new PurseHold(purse, account, List.of(), at), used);
    }
}
