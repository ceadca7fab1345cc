package io.tokenward.proxy.limit;

/**
 * What an exchange may use, or has used, by what models charge for differently. Nothing is negative, and no token is counted
 * under two names.
 *
 * @param input tokens that the model read
 * @param cached tokens of the prompt that the endpoint had read before
 * @param output tokens of the answer
 * @param reasoning tokens that the model wrote and does not show
 * @param images pictures made
 * @param seconds of audio heard or spoken
 */
public record Consumption(long input, long cached, long output, long reasoning, long images, long seconds) {
    /** @throws IllegalArgumentException for a negative amount */
    public Consumption {
        if (input < 0 || cached < 0 || output < 0 || reasoning < 0 || images < 0 || seconds < 0)
            throw new IllegalArgumentException("nothing must be negative: " + input + ", " + cached + ", " + output
                    + ", " + reasoning + ", " + images + ", " + seconds);
    }

    /** Tokens of a prompt and an answer. */
    public static Consumption of(long input, long output) {
        return new Consumption(input, 0, output, 0, 0, 0);
    }

    /** Tokens of which nobody knows more; they count as input. */
    public static Consumption tokens(long tokens) {
        return of(tokens, 0);
    }

    /** All tokens together, unweighted. */
    public long tokens() {
        return Amounts.sum(Amounts.sum(input, cached), Amounts.sum(output, reasoning));
    }
}
