package io.tokenward.proxy.limit;

/** What an exchange took of a rate. */
interface RateUse {
    /** Corrects {@code reserved} to what was used, in the bucket that the rate has then: the one it was taken from may be forgotten. */
    void settle(long reserved, long used);
}
