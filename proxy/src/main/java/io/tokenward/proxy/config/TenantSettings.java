package io.tokenward.proxy.config;

import java.time.ZoneId;

/**
 * Who keys belong to.
 *
 * @param plan name of a plan
 * @param zone whose calendar days and months quotas count; UTC where not written
 */
public record TenantSettings(String name, String plan, ZoneId zone) {}
