package io.tokenward.proxy.limit;

/**
 * What an exchange took from a pack.
 *
 * @param pack its id
 * @param tokens weighted, more than 0
 */
record Draw(String pack, long tokens) {}
