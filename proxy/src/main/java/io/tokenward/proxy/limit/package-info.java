/**
 * Rates, concurrency and quotas: who may ask how much, and what was used. Begin reading at {@link Limiter}, then
 * {@link LocalLimiter}.
 *
 * <p>Three clocks tick here. <b>Rates</b> (requests and tokens a minute) belong to a key and are token buckets; they
 * smooth, and forget within minutes. <b>Concurrency</b> belongs to a key and forgets at once. <b>Quotas</b> (tokens a
 * calendar day or month) belong to the tenant and the plan, whichever of its keys asks, so that a rotated key does not
 * start with a fresh quota; they remember for as long as their period runs. Nothing in this package knows sockets.
 *
 * <p>A plan may want tokens besides that somebody has: {@link Pack}s, in the {@link Purse} of a tenant. {@link DurableLimiter}
 * keeps quotas and packs in a file.
 */
@NullMarked
package io.tokenward.proxy.limit;

import org.jspecify.annotations.NullMarked;
