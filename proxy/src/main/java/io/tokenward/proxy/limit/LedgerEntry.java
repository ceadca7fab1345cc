package io.tokenward.proxy.limit;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is written into the history, which is only ever added to. */
sealed interface LedgerEntry {
    /** When it happened. */
    Instant at();

    /** The number after that of the reservation which it says was made; 0 if it says that of none. */
    default long next() {
        return 0;
    }

    /** How a reservation ended. The codes stand in files and never change. */
    enum Ending {
        SETTLED(1), RELEASED(2), EXPIRED(3);

        private final int code;

        Ending(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * Tokens were held back.
     *
     * @param number unique in the history
     * @param exchange its id
     * @param to where it counts, in the plan's zone as it was
     * @param held what was held back first
     */
    record Reserved(long number, String exchange, ChargedTo to, Charge held, Instant at) implements LedgerEntry {
        @Override
        public long next() {
            return number + 1;
        }
    }

    /**
     * A reservation ended. One that expired may be settled after all, if its exchange was alive: what was used is charged.
     *
     * @param charge nothing unless settled
     * @param draws what of its tokens was taken from packs; empty unless settled
     */
    record Ended(Reserved reservation, Ending how, Charge charge, List<Draw> draws, Instant at) implements LedgerEntry {
        public Ended {
            draws = List.copyOf(draws);
        }
    }

    /**
     * What an exchange used that passed while its reservation could not be written: both lines of the history at once.
     *
     * @param draws what of its tokens was taken from packs
     */
    record Late(Reserved reservation, Charge charge, List<Draw> draws, Instant at) implements LedgerEntry {
        public Late {
            draws = List.copyOf(draws);
        }

        @Override
        public long next() {
            return reservation.next();
        }
    }

    /**
     * Somebody has a pack from now on. Granting the same id again changes nothing.
     *
     * @param fresh set while it is written: whether the id was not there before
     */
    record Granted(Pack pack, Instant at, AtomicBoolean fresh) implements LedgerEntry {
        Granted(Pack pack, Instant at) {
            this(pack, at, new AtomicBoolean());
        }
    }
}
