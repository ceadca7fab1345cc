package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.upstream.AwsSigner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a collected body to a judgement: what may take long, and runs on the screening pool. Thread-safe; throws nothing. */
final class Judging {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    private final ExchangeServices services;

    Judging(ExchangeServices services) {
        this.services = services;
    }

    Judgement judge(Exchange exchange, Ticket ticket, BodyCollector collector, byte[] body) {
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
