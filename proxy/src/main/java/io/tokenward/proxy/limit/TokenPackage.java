package io.tokenward.proxy.limit;

/**
 * What a plan grants afresh in every period. With it, each request has to find its tokens in the package of the period or in
 * packs that were granted besides; without it, packs are neither needed nor drawn on.
 *
 * @param tokens weighted, of each period; 0 for packs alone
 * @param every the period
 * @param carryOver most tokens that the next period gets of what was left; 0 for none
 */
public record TokenPackage(long tokens, QuotaPeriod every, long carryOver) {
    /** @throws IllegalArgumentException for negative tokens */
    public TokenPackage {
        if (tokens < 0) throw new IllegalArgumentException("tokens must not be negative, was " + tokens);
        if (carryOver < 0) throw new IllegalArgumentException("carryOver must not be negative, was " + carryOver);
    }
}
