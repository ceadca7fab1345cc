package io.tokenward.proxy.limit;

/** What is counted. The names stand in files and in Redis. */
enum Unit {
    /** Weighted tokens. */
    TOKENS,
    /** Millionths of the currency of a plan. */
    MONEY
}
