package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

/**
 * What an exchange asks for when its body has been read.
 *
 * @param model whose weights and prices count
 * @param user for whom the caller asks, as a name that tells nothing; empty where it does not say
 * @param most it will use: everything the model may read and write
 * @param bytes of the body
 */
public record Demand(String model, String user, Consumption most, long bytes) {
    /** @throws IllegalArgumentException for negative bytes */
    public Demand {
        requireNonNull(model, "model");
        requireNonNull(user, "user");
        requireNonNull(most, "most");
        if (bytes < 0) throw new IllegalArgumentException("bytes must not be negative, was " + bytes);
    }

    /** So many tokens of a model, for nobody in particular. */
    public static Demand of(String model, long tokens) {
        return new Demand(model, "", Consumption.tokens(tokens), 0);
    }

    /** The same with another estimate. */
    public Demand with(Consumption other) {
        return new Demand(model, user, other, bytes);
    }
}
