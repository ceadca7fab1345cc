package io.tokenward.proxy.limit;

/**
 * Where the quotas of an account stand.
 *
 * @param day the calendar day
 * @param month the calendar month
 */
public record Balances(Balance day, Balance month) {}
