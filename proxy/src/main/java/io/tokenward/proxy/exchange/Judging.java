package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.util.concurrent.EventExecutor;
import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.encoding.Coding;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.upstream.AwsSigner;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a collected body to a judgement: what may take long runs on the screening pool. Thread-safe. */
final class Judging {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    /**
     * A body that is read but not screened is read on the event loop up to this size: strict JSON and an estimate of tokens are
     * one linear pass, some tens of microseconds here, and two changes of threads cost as much.
     */
    private static final int MOST_READ_ON_LOOP = 32 << 10;

    private final ExchangeServices services;

    Judging(ExchangeServices services) {
        this.services = services;
    }

    /** Begins to judge what was collected; {@code judged} is told on the exchange's event loop, which may be now. */
    void begin(EventExecutor loop, Exchange exchange, Consumer<Judgement> judged) throws Denied {
        Ticket ticket = requireNonNull(exchange.ticket);
        BodyCollector collector = requireNonNull(exchange.collector);
        byte[] body = collector.body();
        if (body.length <= MOST_READ_ON_LOOP && exchange.coding.equals(Coding.IDENTITY) && !Admission.screens(ticket)) {
            judged.accept(judge(exchange, ticket, collector, body));
            return;
        }
        boolean accepted = services.pool().submit(ticket.caller().tenant(), () -> {
            Judgement judgement = judge(exchange, ticket, collector, body);
            loop.execute(() -> judged.accept(judgement));
        });
        if (!accepted) throw Problem.OVERLOADED.denied();
    }

    private Judgement judge(Exchange exchange, Ticket ticket, BodyCollector collector, byte[] body) {
        try {
            byte[] plain = services.decoder().decode(exchange.coding, body, collector);
            Judgement judgement = services.admission().judge(ticket, HeadTexts.of(exchange, ticket), plain);
            if (judgement instanceof Judgement.Passed(var judged) && binding(judged).signer().isPresent())
                exchange.bodyHash = AwsSigner.hash(judged.body());
            return judgement;
        } catch (Denied unreadable) {
            return Refusal.unjudged(unreadable);
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("Screening failed, exchange {}", exchange.id, defect);
            return Refusal.unjudged(Problem.INTERNAL.denied());
        }
    }

    Judgement judgeSession(Exchange exchange, Ticket ticket) {
        try {
            return services.admission().judgeSession(ticket, HeadTexts.of(exchange, ticket));
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("Screening failed, exchange {}", exchange.id, defect);
            return Refusal.unjudged(Problem.INTERNAL.denied());
        }
    }

    /** Where what passed goes. */
    UpstreamBinding binding(Judged judged) {
        String model = judged.call().map(ModelCall::model).orElse("");
        return requireNonNull(services.upstreams().get(judged.ticket().match().route().upstreamOf(model)));
    }
}
