package io.tokenward.proxy.admission;

import io.tokenward.proxy.keys.Caller;
import io.tokenward.proxy.limit.Permit;
import io.tokenward.proxy.route.Routes;
import io.tokenward.rules.Origin;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import java.util.Optional;

/**
 * A request whose head passed: known, allowed to ask, within its rates.
 *
 * @param match route, dialect, operation
 * @param caller who
 * @param permit given back when the exchange ends
 * @param policy what is screened and how; screening off where the plan says so
 * @param compared a policy whose verdict is only counted
 * @param trust whether system messages are believed
 * @param rules what was in force when the exchange began: it ends with them, whatever is loaded meanwhile
 * @param user for whom, as a header says; empty where none does
 */
public record Ticket(Routes.Match match, Caller caller, Permit permit, Policy policy, Optional<Policy> compared,
        Trust trust, RuleEngine rules, String user) {
    /** The same with the permit of something that happens within it. */
    public Ticket with(Permit other) {
        return new Ticket(match, caller, other, policy, compared, trust, rules, user);
    }

    /** The same for the model that its session has got later. */
    public Ticket with(Routes.Match later) {
        return new Ticket(later, caller, permit, policy, compared, trust, rules, user);
    }

    /** Where its prompt comes from, for exclusions. */
    Origin origin() {
        return new Origin(caller.tenant(), match.route().base());
    }
}
