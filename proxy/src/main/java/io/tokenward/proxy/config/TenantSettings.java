package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Allowance;
import io.tokenward.proxy.limit.Rates;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Who keys belong to.
 *
 * @param plan name of a plan
 * @param zone whose calendar days and months quotas count; UTC where not written
 * @param since the date from which its package counts months and days; empty for the calendar's
 * @param rates of all its keys together
 * @param allowance of all its keys together
 */
public record TenantSettings(String name, String plan, ZoneId zone, Optional<LocalDate> since, Rates rates,
        Allowance allowance) {}
