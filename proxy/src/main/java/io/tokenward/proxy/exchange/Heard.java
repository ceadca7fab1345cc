package io.tokenward.proxy.exchange;

import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.SessionEvent;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.route.Routes;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event of a session and what is thought of it.
 *
 * @param event without any words where it could not be read
 * @param micros that the judging took
 */
record Heard(SessionEvent event, Judgement judgement, long micros) {
    private static final Logger LOG = LoggerFactory.getLogger(Heard.class);

    /** Reads and screens an event; runs on the screening pool and throws nothing. */
    static Heard of(ExchangeServices services, Ticket ticket, byte[] json, String session) {
        long start = System.nanoTime();
        SessionEvent event = SessionEvent.NONE;
        Judgement judgement;
        try {
            judgement = services.admission().judge(ticket, List.of(), json);
            event = call(judgement).map(ModelCall::event)
                    .orElseGet(() -> ticket.match().dialect().sessions().refused(json));
            // Whatever else was found in it is what it is refused and recorded for.
            if (judgement instanceof Judgement.Passed && otherModel(event, ticket))
                judgement = Refusal.unjudged(Problem.MODEL_NOT_ALLOWED
                        .denied("A session keeps the model that it began with.")
                        .at("session.model"));
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("Screening an event failed, session {}", session, defect);
            judgement = Refusal.unjudged(Problem.INTERNAL.denied());
        }
        return new Heard(event, judgement, (System.nanoTime() - start) / 1000);
    }

    private static Optional<ModelCall> call(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Passed(var judged) -> judged.call();
            case Refusal refusal -> refusal.call();
        };
    }

    /** An event that nobody has looked at. */
    static Heard refused(Denied denied) {
        return new Heard(SessionEvent.NONE, Refusal.unjudged(denied), 0);
    }

    /** Whether it names another model than the session has, or one that is not where the session has been opened. */
    private static boolean otherModel(SessionEvent event, Ticket ticket) {
        Routes.Match match = ticket.match();
        String own = match.operation().model();
        if (event.model().isEmpty() || event.model().equals(own)) return false;
        boolean first = own.isEmpty() && match.dialect().sessions().namesModelLater();
        return !first || !match.route().together(List.of(own, event.model()));
    }
}
