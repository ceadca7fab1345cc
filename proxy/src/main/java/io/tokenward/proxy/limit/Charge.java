package io.tokenward.proxy.limit;

/**
 * What an exchange holds or has used.
 *
 * @param tokens weighted, not negative
 * @param micros millionths of the currency of its plan, not negative; 0 where the plan counts no money
 */
record Charge(long tokens, long micros) {
    static final Charge NOTHING = new Charge(0, 0);

    /** Tokens alone. */
    static Charge tokens(long tokens) {
        return new Charge(tokens, 0);
    }

    long of(Unit unit) {
        return switch (unit) {
            case TOKENS -> tokens;
            case MONEY -> micros;
        };
    }

    /** The same, or so much that sums of charges stay far from where longs overflow. */
    Charge capped() {
        return new Charge(Math.min(tokens, Amounts.MOST_CHARGED), Math.min(micros, Amounts.MOST_CHARGED));
    }
}
