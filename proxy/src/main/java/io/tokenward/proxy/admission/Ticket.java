package io.tokenward.proxy.admission;

import io.tokenward.proxy.keys.Caller;
import io.tokenward.proxy.limit.Permit;
import io.tokenward.proxy.route.Routes;
import io.tokenward.rules.Policy;
import io.tokenward.rules.Trust;

/**
 * A request whose head passed: known, allowed to ask, within its rates.
 *
 * @param match route, dialect, operation
 * @param caller who
 * @param permit given back when the exchange ends
 * @param policy what is screened and how; screening off where the plan says so
 * @param trust whether system messages are believed
 */
public record Ticket(Routes.Match match, Caller caller, Permit permit, Policy policy, Trust trust) {}
