package io.tokenward.proxy.limit;

import java.time.LocalDate;

/**
 * What a plan grants afresh in every period. With it, each request has to find its tokens in the package of the period or in
 * packs that were granted besides; without it, packs are neither needed nor drawn on.
 *
 * @param tokens weighted, of each period; 0 for packs alone
 * @param every the period
 * @param carryOver most tokens that the next period gets of what was left; 0 for none
 * @param overdraft tokens that a streamed answer under way may go on for when nothing is left; 0 cuts it at once,
 *        {@link #FINISH} lets it come to its end
 */
public record TokenPackage(long tokens, PackagePeriod every, long carryOver, long overdraft) {
    /** An overdraft without end. */
    public static final long FINISH = Long.MAX_VALUE;

    /** As which it is named where it refuses. */
    public static final String LIMIT = "plan.package";

    /** A package whose end cuts answers. */
    public TokenPackage(long tokens, PackagePeriod every, long carryOver) {
        this(tokens, every, carryOver, 0);
    }

    /** @throws IllegalArgumentException for negative tokens */
    public TokenPackage {
        if (overdraft < 0) throw new IllegalArgumentException("overdraft must not be negative, was " + overdraft);
        if (tokens < 0) throw new IllegalArgumentException("tokens must not be negative, was " + tokens);
        if (carryOver < 0) throw new IllegalArgumentException("carryOver must not be negative, was " + carryOver);
    }

    /** The same, in periods that are counted from that date on. */
    TokenPackage from(LocalDate since) {
        return new TokenPackage(tokens, every.from(since), carryOver, overdraft);
    }
}
