package io.tokenward.proxy.exchange;

import io.netty.util.concurrent.EventExecutor;
import io.tokenward.proxy.limit.Reservation;

/**
 * How far a streamed answer may go. What is reserved grows while the answer does; when nothing is left to grow by, the plan's
 * overdraft is all that it still has. Owned by the exchange's event loop.
 */
final class AnswerAllowance {
    /** Asked for at once: some seconds of an answer. With the margin, what one answer may be ahead of its reservation. */
    static final long STEP = 4_096;
    /** Asked for so early that the store has time to say yes. */
    private static final long MARGIN = 1_024;

    private final Reservation reservation;
    private final EventExecutor loop;
    private final long overdraft;
    private long output;
    private boolean asking;
    private boolean spent;

    /**
     * @param input tokens of the reservation that the prompt takes
     * @param overdraft tokens that may be answered beyond the last that could be reserved
     */
    AnswerAllowance(Reservation reservation, long input, long overdraft, EventExecutor loop) {
        this.reservation = reservation;
        this.overdraft = overdraft;
        this.loop = loop;
        output = Math.max(0, reservation.tokens() - input);
    }

    /** So much has been answered: whether that has to be the end. */
    boolean ends(long answered) {
        if (!spent && !asking && answered + MARGIN > output) ask(Math.max(STEP, answered + MARGIN - output));
        return spent && answered - output >= overdraft;
    }

    private void ask(long more) {
        asking = true;
        reservation.grow(more).thenAccept(grown -> {
            if (loop.inEventLoop()) {
                answered(grown, more);
            } else {
                loop.execute(() -> answered(grown, more));
            }
        });
    }

    private void answered(boolean grown, long more) {
        asking = false;
        if (grown) {
            output += more;
        } else {
            spent = true;
        }
    }
}
