package io.tokenward.proxy.exchange;

import io.netty.util.concurrent.EventExecutor;
import io.tokenward.proxy.admission.Admitted;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.ServerEvent;
import io.tokenward.proxy.dialect.SessionForm;
import io.tokenward.proxy.dialect.TurnMeter;
import io.tokenward.proxy.dialect.Usage;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.proxy.problem.Problem;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One answer of the model in a session: it is admitted, metered, charged and recorded as an exchange of its own. Event loop
 * only.
 */
final class Turn {
    private final Exchange exchange;
    private final ExchangeServices services;
    private final TurnMeter meter;
    private final EventExecutor loop;
    /** Id that the caller gave the event that asked for it, or empty. */
    private final String askedBy;
    private @Nullable AnswerAllowance allowance;
    private boolean admitted;
    private boolean done;
    private boolean ended;

    Turn(Exchange exchange, ExchangeServices services, EventExecutor loop, String askedBy, SessionForm form) {
        this.meter = new TurnMeter(form);
        this.exchange = exchange;
        this.services = services;
        this.loop = loop;
        this.askedBy = askedBy;
        // A drain ends the session, which ends it.
        services.activity().began(exchange, () -> {});
    }

    Exchange exchange() {
        return exchange;
    }

    String askedBy() {
        return askedBy;
    }

    /** Its tokens are held back: it may go on, or end if it is over already. */
    void admitted(Admitted held) {
        exchange.admitted = held;
        exchange.judged = held.judged();
        exchange.ticket = held.judged().ticket();
        exchange.meter = meter;
        exchange.upstreamStatus = 200;
        admitted = true;
        allowance = allowance(held);
        if (done) end(null);
    }

    private @Nullable AnswerAllowance allowance(Admitted held) {
        Optional<TokenPackage> granted = held.judged().ticket().permit().account().plan().tokenPackage();
        if (granted.isEmpty() || granted.get().overdraft() == TokenPackage.FINISH) return null;
        long input = held.judged().call().map(ModelCall::inputTokens).orElse(0L);
        return held.reservation()
                .map(kept -> new AnswerAllowance(kept, input, granted.get().overdraft(), loop))
                .orElse(null);
    }

    /** The endpoint said something that belongs to it: whether the package is at its end. */
    boolean take(ServerEvent event) {
        meter.take(event);
        return allowance != null && !meter.finished() && allowance.ends(meter.relayedTokens());
    }

    boolean ended() {
        return ended;
    }

    /** What the endpoint reported of it. */
    Optional<Usage> usage() {
        return meter.usage();
    }

    /** The endpoint has answered all. */
    void done() {
        done = true;
        if (admitted) end(null);
    }

    /** Ends it, for that reason or none. */
    void end(@Nullable Problem problem) {
        if (ended) return;
        ended = true;
        exchange.ended = true;
        exchange.left = !done;
        exchange.problem = problem;
        Ending.of(exchange, services);
    }

    /** The endpoint never began it: nothing is charged. */
    void withdraw() {
        exchange.upstreamStatus = 400;
        end(null);
    }
}
