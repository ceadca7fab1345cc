package io.tokenward.proxy.limit;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one key, or whatever else has rates, may do in a short time. Each thing may be bounded in several windows at once;
 * whatever is empty is unlimited.
 *
 * @param requests how many
 * @param tokens weighted
 * @param bytes of request bodies
 * @param concurrency requests at the same time, at least 1
 */
public record Rates(List<Rate> requests, List<Rate> tokens, List<Rate> bytes, OptionalInt concurrency) {
    /** A token a nanosecond, in a minute. */
    public static final long MOST = 60_000_000_000L;

    private static final Rates UNLIMITED = new Rates(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty());

    /** @throws IllegalArgumentException for a concurrency below 1 */
    public Rates {
        requests = List.copyOf(requests);
        tokens = List.copyOf(tokens);
        bytes = List.copyOf(bytes);
        if (concurrency.isPresent() && concurrency.getAsInt() < 1)
            throw new IllegalArgumentException("concurrency must be at least 1, was " + concurrency.getAsInt());
    }

    /**
     * Requests and tokens a minute.
     *
     * @throws IllegalArgumentException for a rate outside 1 to {@value #MOST}
     */
    public Rates(OptionalLong requestsPerMinute, OptionalLong tokensPerMinute, OptionalInt concurrency) {
        this(perMinute(requestsPerMinute), perMinute(tokensPerMinute), List.of(), concurrency);
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
        return concurrency.isEmpty() ? this : new Rates(requests, tokens, bytes, OptionalInt.empty());
    }

    /** What one of so many nodes may grant. */
    Rates part(int nodes) {
        return new Rates(part(requests, nodes), part(tokens, nodes), part(bytes, nodes),
                concurrency.isEmpty()
                        ? concurrency
                        : OptionalInt.of(Math.max(1, concurrency.getAsInt() / nodes)));
    }

    private static List<Rate> part(List<Rate> rates, int nodes) {
        return rates.stream().map(each -> each.part(nodes)).toList();
    }

    private static List<Rate> perMinute(OptionalLong amount) {
        return amount.isEmpty() ? List.of() : List.of(Rate.perMinute(amount.getAsLong()));
    }
}
