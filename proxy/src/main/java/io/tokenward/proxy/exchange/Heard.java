package io.tokenward.proxy.exchange;

import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.SessionEvent;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.List;

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
    private static final SessionEvent UNREAD = new SessionEvent("", "", "");

    /** Reads and screens an event; runs on the screening pool and throws nothing. */
    static Heard of(ExchangeServices services, Ticket ticket, byte[] json, String session) {
        long start = System.nanoTime();
        SessionEvent event = UNREAD;
        Judgement judgement;
        try {
            event = SessionEvent.of(json);
            judgement = otherModel(event, ticket)
                    ? Refusal.unjudged(Problem.MODEL_NOT_ALLOWED.denied("A session keeps the model that it began with.")
                            .at("session.model"))
                    : services.admission().judge(ticket, List.of(), json);
        } catch (Denied unreadable) {
            judgement = Refusal.unjudged(unreadable);
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("Screening an event failed, session {}", session, defect);
            judgement = Refusal.unjudged(Problem.INTERNAL.denied());
        }
        return new Heard(event, judgement, (System.nanoTime() - start) / 1000);
    }

    /** An event that nobody has looked at. */
    static Heard refused(Denied denied) {
        return new Heard(UNREAD, Refusal.unjudged(denied), 0);
    }

    private static boolean otherModel(SessionEvent event, Ticket ticket) {
        String own = ticket.match().operation().model();
        return !event.model().isEmpty() && !event.model().equals(own);
    }
}
