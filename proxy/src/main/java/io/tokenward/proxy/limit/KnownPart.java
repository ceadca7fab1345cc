package io.tokenward.proxy.limit;

/** This process's part of what a shared store said is left of one thing. Guarded by its {@link KnownLeft}. */
final class KnownPart {
    private long left;
    private long lent;
    private long untold;

    /** What of it is free. */
    long left() {
        return left;
    }

    /** What the store has not heard of, lent to exchanges that run or used by others, is not free, whatever it says. */
    void heard(long part) {
        left = Math.max(0, part - Amounts.sum(lent, untold));
    }

    void lend(long amount) {
        left -= amount;
        lent += amount;
    }

    /** An exchange ended. */
    void settle(long amount, long used) {
        lent -= amount;
        untold = Amounts.sum(untold, used);
        left = Math.max(0, Amounts.sum(left, amount - used));
    }

    /** The store has heard that so much was used. */
    void told(long used) {
        untold = Math.max(0, untold - used);
    }

    /** Whether nobody has anything of it. */
    boolean idle() {
        return lent == 0 && untold == 0;
    }
}
