package io.tokenward.proxy.limit;

import java.util.concurrent.CompletionStage;

/**
 * Tokens held back for one exchange until it is known what was used. Exactly one of {@link #settle} and {@link #release}
 * takes effect, the first; later calls do nothing, so that both may be repeated without harm. Thread-safe.
 *
 * <p>It ends in the calendar period in which it was made, whenever that is.
 */
public interface Reservation {
    /**
     * Charges what was really used, be it less or more than reserved.
     *
     * @param usedTokens unweighted, not negative
     * @throws IllegalArgumentException at once, if {@code usedTokens} is negative
     */
    CompletionStage<Void> settle(long usedTokens);

    /** Charges nothing and gives everything back. */
    CompletionStage<Void> release();

    /** Unweighted tokens held back, as they were asked for. */
    long tokens();
}
