package io.tokenward.proxy.limit;

/**
 * Where a pack stands, in weighted tokens.
 *
 * @param pack as granted
 * @param used drawn; more than granted where requests used more than they had reserved
 * @param held for requests that have not ended
 * @param left what may still be reserved before it expires
 */
public record PackBalance(Pack pack, long used, long held, long left) {}
