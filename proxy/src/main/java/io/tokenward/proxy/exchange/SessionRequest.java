package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.function.Consumer;

/** A request that asks for a session, until the endpoint is asked for one too: the head is all that there is to judge. */
final class SessionRequest {
    private final ExchangeServices services;
    private final Judging judging;

    SessionRequest(ExchangeServices services, Judging judging) {
        this.services = services;
        this.judging = judging;
    }

    /** The head as the one of a session where the path is one; no other may ask for an upgrade. */
    static RequestHead head(Exchange exchange, HttpRequest request, RequestHead head) throws Denied {
        if (requireNonNull(exchange.match).operation().session()) return session(exchange, request, head);
        if (request.headers().contains(HttpHeaderNames.UPGRADE)) throw Framing.noUpgrade();
        return head;
    }

    /** What belongs to a session only: the model stands in the query, and the key may stand among the protocols. */
    private static RequestHead session(Exchange exchange, HttpRequest request, RequestHead head) throws Denied {
        Handshake handshake = Handshake.of(request);
        exchange.handshake = handshake;
        exchange.match = requireNonNull(exchange.match).ofModel(Handshake.model(head.query()));
        RequestHead credited = handshake.credited(head);
        exchange.head = credited;
        return credited;
    }

    /** Gives back the collected body, which must be empty. */
    static void close(BodyCollector collector) throws Denied {
        boolean empty = collector.body().length == 0;
        collector.release();
        if (!empty) throw Problem.BAD_FRAMING.denied("A WebSocket is opened without a body.");
    }

    /** Judges the head on the screening pool; {@code judged} is told on the exchange's event loop. */
    void judge(EventExecutor loop, Exchange exchange, Consumer<Judgement> judged) throws Denied {
        Ticket ticket = requireNonNull(exchange.ticket);
        boolean accepted = services.pool().submit(ticket.caller().tenant(), () -> {
            Judgement judgement = judging.judgeSession(exchange, ticket);
            loop.execute(() -> judged.accept(judgement));
        });
        if (!accepted) throw Problem.OVERLOADED.denied();
    }
}
