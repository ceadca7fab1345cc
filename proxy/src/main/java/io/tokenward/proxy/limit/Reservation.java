package io.tokenward.proxy.limit;

import java.util.concurrent.CompletionStage;

/**
 * Tokens held back for one exchange until it is known what was used. Exactly one of {@link #settle} and {@link #release}
 * takes effect, the first; later calls do nothing, so that both may be repeated without harm. Thread-safe.
 *
 * <p>It ends in the calendar period in which it was made, whenever that is.
 */
public interface Reservation {
    /** Charges what was really used, be it less or more than reserved. */
    CompletionStage<Void> settle(Consumption used);

    /**
     * The same for tokens of whatever kind.
     *
     * @param usedTokens unweighted, not negative
     * @throws IllegalArgumentException at once, if {@code usedTokens} is negative
     */
    default CompletionStage<Void> settle(long usedTokens) {
        return settle(Consumption.tokens(usedTokens));
    }

    /** Charges nothing and gives everything back. */
    CompletionStage<Void> release();

    /**
     * Holds back more for an exchange that uses more than was thought. Counts for quotas and packs at once; for the token rate,
     * what was used counts in the end.
     *
     * @param moreTokens of the answer, unweighted, not negative
     * @return whether there was so much; false also if the reservation has ended. Never fails.
     * @throws IllegalArgumentException at once, if {@code moreTokens} is negative
     */
    CompletionStage<Boolean> grow(long moreTokens);

    /** Unweighted tokens held back so far. */
    long tokens();
}
