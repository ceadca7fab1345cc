package io.tokenward.proxy.limit;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What one of each thing counts as, in millionths of whatever is counted: a token that counts 1.2 times has 1,200,000. The sum
 * is exact, and rounded up once. Immutable.
 */
public record Factors(long input, long cached, long output, long reasoning, long image, long second) {
    /** As written. */
    public static final Factors ONE = tokens(1_000_000);
    /** Of one factor: a thousand million of what is counted. */
    public static final long MOST = 1_000_000_000_000_000L;
    private static final long MILLION = 1_000_000;

    /** @throws IllegalArgumentException for a factor that is negative or above {@link #MOST} */
    public Factors {
        for (long factor : new long[]{input, cached, output, reasoning, image, second})
            if (factor < 0 || factor > MOST)
                throw new IllegalArgumentException("a factor must be 0 to " + MOST + " millionths, was " + factor);
    }

    /** The same for all tokens, and nothing for the rest. */
    public static Factors tokens(long millionths) {
        return new Factors(millionths, millionths, millionths, millionths, 0, 0);
    }

    /**
     * A factor as people write it, in millionths; what is smaller counts as one of them.
     *
     * @throws IllegalArgumentException for no number
     */
    public static long millionths(double factor) {
        if (!Double.isFinite(factor)) throw new IllegalArgumentException("not a number: " + factor);
        // 1.1 is taken as written, though the nearest double is a little above it.
        return BigDecimal.valueOf(factor)
                .movePointRight(6)
                .setScale(0, java.math.RoundingMode.CEILING)
                .longValueExact();
    }

    /** What a consumption counts as, rounded up; {@link Long#MAX_VALUE} where it would be more. */
    public long count(Consumption used) {
        if (equals(ONE) && used.images() == 0 && used.seconds() == 0) return used.tokens();
        try {
            long sum = add(used.input(), input, 0);
            sum = add(used.cached(), cached, sum);
            sum = add(used.output(), output, sum);
            sum = add(used.reasoning(), reasoning, sum);
            sum = add(used.images(), image, sum);
            sum = add(used.seconds(), second, sum);
            return Math.ceilDiv(sum, MILLION);
        } catch (ArithmeticException large) {
            return large(used);
        }
    }

    /** Those of the dearest kind of prompt and of answer: what an estimate has to be counted with. */
    public Factors dearest() {
        long in = Math.max(input, cached);
        long out = Math.max(output, reasoning);
        return in == input && out == output ? this : new Factors(in, in, out, out, image, second);
    }

    private static long add(long amount, long factor, long sum) {
        return Math.addExact(sum, Math.multiplyExact(amount, factor));
    }

    private long large(Consumption used) {
        BigInteger sum = product(used.input(), input).add(product(used.cached(), cached))
                .add(product(used.output(), output))
                .add(product(used.reasoning(), reasoning))
                .add(product(used.images(), image))
                .add(product(used.seconds(), second));
        BigInteger counted = sum.add(BigInteger.valueOf(MILLION - 1)).divide(BigInteger.valueOf(MILLION));
        return counted.bitLength() < Long.SIZE ? counted.longValueExact() : Long.MAX_VALUE;
    }

    private static BigInteger product(long amount, long factor) {
        return BigInteger.valueOf(amount).multiply(BigInteger.valueOf(factor));
    }
}
