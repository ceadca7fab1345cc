package io.tokenward.proxy.limit;

/** Arithmetic on amounts of tokens, which are never negative. */
final class Amounts {
    private Amounts() {}

    /** The sum, or {@link Long#MAX_VALUE}: an absurd estimate must look too large, not negative. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
