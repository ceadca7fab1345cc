package io.tokenward.proxy.limit;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one key may do in a short time. Whatever is empty is unlimited.
 *
 * @param requestsPerMinute requests, 1 to {@value #MOST}
 * @param tokensPerMinute weighted tokens, 1 to {@value #MOST}
 * @param concurrency requests at the same time, at least 1
 */
public record Rates(OptionalLong requestsPerMinute, OptionalLong tokensPerMinute, OptionalInt concurrency) {
    /** A token a nanosecond: Bucket4j refuses to fill a bucket faster. */
    public static final long MOST = 60_000_000_000L;

    private static final Rates UNLIMITED = new Rates(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty());

    /** @throws IllegalArgumentException for a rate outside its bounds */
    public Rates {
        requestsPerMinute.ifPresent(amount -> check("requestsPerMinute", amount));
        tokensPerMinute.ifPresent(amount -> check("tokensPerMinute", amount));
        concurrency.ifPresent(amount -> check("concurrency", amount));
    }

    /** No limit at all. */
    public static Rates unlimited() {
        return UNLIMITED;
    }

    /** All three limited. */
    public static Rates of(long requestsPerMinute, long tokensPerMinute, int concurrency) {
        return new Rates(OptionalLong.of(requestsPerMinute), OptionalLong.of(tokensPerMinute),
                OptionalInt.of(concurrency));
    }

    /** The same without a bound for requests at the same time. */
    Rates inPlace() {
        return concurrency.isEmpty() ? this : new Rates(requestsPerMinute, tokensPerMinute, OptionalInt.empty());
    }

    private static void check(String name, long amount) {
        if (amount < 1 || amount > MOST) {
            throw new IllegalArgumentException(name + " must be between 1 and " + MOST + ", was " + amount);
        }
    }
}
