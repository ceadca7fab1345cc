package io.tokenward.proxy.limit;

/** Arithmetic on amounts of tokens, which are never negative. */
final class Amounts {
    /** Above it a charge is a broken meter, and sums of charges could become too large for a store. */
    static final long MOST_CHARGED = 1_000_000_000_000L;

    private Amounts() {}

    /** The sum, or {@link Long#MAX_VALUE}: an absurd estimate must look too large, not negative. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
