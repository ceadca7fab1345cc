package io.tokenward.proxy.limit;

import java.time.Instant;

/**
 * A package is nearly or quite used up.
 *
 * @param id the same for the same package and share, whichever proxy notices: whoever is told twice can tell
 * @param tenant whose package; empty for a key without tenant
 * @param key id of that key; empty where there is a tenant
 * @param percent 80 or 100
 * @param left tokens that are left, packs included
 * @param ends when the plan grants the next package
 */
public record PackageNotice(String id, String tenant, String key, String plan, int percent, long left, Instant ends) {}
