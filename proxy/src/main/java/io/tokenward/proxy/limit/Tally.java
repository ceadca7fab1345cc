package io.tokenward.proxy.limit;

/** What was used and is held back in one calendar period. Owned by a {@link Ledger}, whose lock guards it. */
final class Tally {
    private Window window;
    private long used;
    private long reserved;

    Tally(Window window) {
        this.window = window;
    }

    Window window() {
        return window;
    }

    /** The same period in another zone: the figures stay. */
    void move(Window other) {
        window = other;
    }

    long used() {
        return used;
    }

    long reserved() {
        return reserved;
    }

    void reserve(long tokens) {
        reserved = Amounts.sum(reserved, tokens);
    }

    /** The end of a reservation. */
    void settle(long tokens, long usedTokens) {
        reserved = Math.max(0, reserved - tokens);
        used = Amounts.sum(used, usedTokens);
    }
}
