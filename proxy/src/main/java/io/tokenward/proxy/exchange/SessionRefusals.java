package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.Ticket;

/** Records events of a session that did not pass: each is an exchange of its own. */
final class SessionRefusals {
    private SessionRefusals() {}

    /** The exchange, which has ended. */
    static Exchange of(Exchange session, Refusal refusal, Heard heard, ExchangeServices services) {
        Ticket ticket = requireNonNull(session.ticket);
        var exchange = new Exchange(services.clock().instant(),
                session.request, true);
        exchange.match = session.match;
        exchange.ticket = ticket.with(new NoPlace(ticket.permit()));
        exchange.took(refusal);
        exchange.problem = refusal.denied().problem();
        exchange.limit = refusal.denied().limit();
        exchange.status = 101;
        exchange.screenMicros = heard.micros();
        exchange.ended = true;
        services.activity().began(exchange, () -> {});
        Ending.of(exchange, services);
        return exchange;
    }
}
