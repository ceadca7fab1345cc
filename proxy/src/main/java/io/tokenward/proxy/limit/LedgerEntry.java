package io.tokenward.proxy.limit;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A line of the history, which is only ever added to. Tokens are weighted. */
sealed interface LedgerEntry {
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
     * @param number unique in the history and growing
     * @param exchange its id
     * @param day in which it counts, in the plan's zone as it was
     * @param month likewise
     */
    record Reserved(long number, String exchange, Owner owner, Window day, Window month, long tokens, Instant at)
            implements
                LedgerEntry {
        Window in(QuotaPeriod period) {
            return switch (period) {
                case DAY -> day;
                case MONTH -> month;
            };
        }
    }

    /**
     * A reservation ended. One that expired may be settled after all, if its exchange was alive: what was used is charged.
     *
     * @param tokens charged; 0 unless settled
     * @param draws what of it was taken from packs; empty unless settled
     */
    record Ended(Reserved reservation, Ending how, long tokens, List<Draw> draws, Instant at) implements LedgerEntry {
        public Ended {
            draws = List.copyOf(draws);
        }

        /** One that took nothing from packs. */
        Ended(Reserved reservation, Ending how, long tokens, Instant at) {
            this(reservation, how, tokens, List.of(), at);
        }
    }

    /**
     * What an exchange used that passed while its reservation could not be written: both lines of the history at once.
     *
     * @param tokens charged
     * @param draws what of it was taken from packs
     */
    record Late(Reserved reservation, long tokens, List<Draw> draws, Instant at) implements LedgerEntry {
        public Late {
            draws = List.copyOf(draws);
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
