package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.util.concurrent.EventExecutor;
import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.Admitted;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.ServerEvent;
import io.tokenward.proxy.dialect.SessionForm;
import io.tokenward.proxy.dialect.Usage;
import io.tokenward.proxy.limit.Denials;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turns of a session: those that were asked for and have not begun, and those under way, by the id of their response. A
 * response that nobody asked for (the endpoint heard the end of what was spoken) is a turn too. Event loop only.
 */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    /** More at once are refused. */
    static final int MOST = 16;

    private final Exchange session;
    private final ExchangeServices services;
    private final EventExecutor loop;
    private final Said said = new Said();
    private final Deque<Turn> asked = new ArrayDeque<>();
    private final Map<String, Turn> running = new LinkedHashMap<>();
    /** Those whose tokens are not held back yet; they may be running already. */
    private final Set<Turn> pending = new HashSet<>();
    private final Consumer<Denied> refused;
    private final SessionForm form;
    /** Tokens that the model will read again at the next turn. */
    private long context;

    /** @param refused told where a turn that the endpoint has begun may not go on */
    Turns(Exchange session, ExchangeServices services, EventExecutor loop, Consumer<Denied> refused) {
        this.session = session;
        this.services = services;
        this.loop = loop;
        this.refused = refused;
        this.form = requireNonNull(session.match).dialect().sessions();
    }

    /** An event has passed. */
    void heard(Judged judged, boolean recording, long micros) {
        said.add(judged, session, micros);
        // Speech is a token a tenth of a second, which is 6,400 characters as 16 bit samples in base64.
        context += recording
                ? judged.body().length / 6_400 + 1
                : judged.call().map(ModelCall::inputTokens).orElse(0L);
    }

    /** A binary message has passed that nobody can read. */
    void heardBinary(int bytes) {
        said.add(bytes);
        // As if it were 16 bit samples of speech, ten tokens a second.
        context += bytes / 4_800 + 1;
    }

    /** Whether no more may be asked for now. */
    boolean full() {
        long waiting = pending.stream().filter(turn -> !running.containsValue(turn)).count();
        return asked.size() + running.size() + waiting >= MOST;
    }

    /** Whether the endpoint is at one. */
    boolean underWay() {
        return !running.isEmpty();
    }

    boolean none() {
        return asked.isEmpty() && running.isEmpty() && pending.isEmpty();
    }

    /** A turn that the caller asks for: goes on when its tokens are held back, or hears why not. */
    void ask(String event, Runnable then, Consumer<Denied> otherwise) {
        Turn turn = turn(event);
        admit(turn, () -> {
            asked.add(turn);
            then.run();
        }, denied -> {
            turn.exchange().limit = denied.limit();
            turn.end(denied.problem());
            otherwise.accept(denied);
        });
    }

    /** The endpoint said something. */
    void take(ServerEvent event) {
        switch (event.kind()) {
            case BEGINS -> begin(event.responseId());
            case SAYS, SPEAKS, OTHER -> spoken(event);
            case ENDS -> done(ended(event.responseId()), event);
            case SAYS_ON, SPEAKS_ON -> {
                if (running.isEmpty()) begin("");
                spoken(event);
            }
            case COMPLETES -> {
                // One that was asked for and had nothing to say has come to its end as well.
                if (running.isEmpty() && !asked.isEmpty()) begin("");
                done(ended(""), event);
            }
            case TRANSCRIBES -> transcribed(event);
            case FAILS -> {
                if (form.failureEnds() && underWay()) done(ended(""), event);
                else
                    failed(event.about());
            }
        }
    }

    private void transcribed(ServerEvent event) {
        if (crowded()) return;
        Turn heard = turn("");
        unasked(heard, "");
        heard.take(event);
        heard.done();
    }

    private void begin(String response) {
        Turn turn = asked.poll();
        if (turn == null) {
            if (crowded()) return;
            turn = turn("");
            unasked(turn, response);
        }
        Turn same = running.put(response, turn);
        if (same != null) same.done();
    }

    /** Whether the endpoint begins more by itself than can be kept: then the session ends. */
    private boolean crowded() {
        if (!full()) return false;
        refused.accept(Problem.CONCURRENCY_LIMITED.denied("More than " + MOST + " responses at the same time."));
        return true;
    }

    private @Nullable Turn ended(String response) {
        Turn known = running.remove(response);
        if (known != null || !response.isEmpty() || running.isEmpty()) return known;
        // Its id stands behind more than is looked at: it is the one that began first.
        return running.remove(running.keySet().iterator().next());
    }

    private void done(@Nullable Turn turn, ServerEvent event) {
        if (turn == null) return;
        turn.take(event);
        turn.usage().map(Usage::total).ifPresent(total -> context = total);
        turn.done();
    }

    /** What is said belongs to the response that began last, which it does but where several are under way. */
    private void spoken(ServerEvent event) {
        Turn latest = null;
        for (Turn each : running.values())
            latest = each;
        if (latest != null && latest.take(event))
            refused.accept(Problem.QUOTA_SPENT.denied("The token package ended with this answer."));
    }

    /** What could not be done has not begun. */
    private void failed(String event) {
        for (Turn turn : List.copyOf(asked))
            if (event.isEmpty() || turn.askedBy().equals(event)) {
                asked.remove(turn);
                turn.withdraw();
                return;
            }
    }

    /** What the endpoint began by itself is under way already: where it may not be, the session ends. */
    private void unasked(Turn turn, String response) {
        admit(turn, () -> {}, denied -> {
            running.remove(response);
            turn.end(denied.problem());
            refused.accept(denied);
        });
    }

    private Turn turn(String event) {
        var exchange = new Exchange(services.clock().instant(),
                session.request, true);
        exchange.match = session.match;
        exchange.ticket = session.ticket == null ? null : session.ticket.with(new NoPlace(session.ticket.permit()));
        exchange.upstreamCall = session.upstreamCall;
        exchange.status = 101;
        exchange.responseStarted = true;
        String model = session.match == null ? "" : session.match.operation().model();
        exchange.call = java.util.Optional.of(ModelCall.turn(model, context));
        String coverage = said.coverage();
        said.tell(exchange);
        exchange.answerCoverage = coverage;
        return new Turn(exchange, services, loop, event, form);
    }

    private void admit(Turn turn, Runnable then, Consumer<Denied> otherwise) {
        pending.add(turn);
        CompletionStage<Admitted> stage;
        try {
            stage = admission(turn);
        } catch (Denied denied) {
            stage = CompletableFuture.failedStage(denied);
        }
        stage.whenComplete((held, failure) -> {
            if (loop.inEventLoop()) {
                admitted(turn, held, failure, then, otherwise);
            } else {
                loop.execute(() -> admitted(turn, held, failure, then, otherwise));
            }
        });
    }

    private CompletionStage<Admitted> admission(Turn turn) throws Denied {
        Exchange exchange = turn.exchange();
        Admission admission = services.admission();
        Ticket ticket = requireNonNull(session.ticket);
        return admission.admitTurn(ticket, requireNonNull(session.head), exchange.id)
                .thenCompose(own -> admission
                        .admit(new Judged(own, exchange.call, exchange.assessment, List.of(), new byte[0],
                                exchange.answerCoverage, exchange.comparison, own.rules().version()))
                        .whenComplete((held, refusal) -> {
                            if (refusal != null) own.permit().release();
                        }));
    }

    private void admitted(Turn turn, @Nullable Admitted held, @Nullable Throwable failure, Runnable then,
            Consumer<Denied> otherwise) {
        pending.remove(turn);
        if (held == null) {
            Denied denied = failure == null ? null : Denials.in(failure).orElse(null);
            if (denied == null) LOG.error("Admitting a turn failed, session {}", session.id, failure);
            if (!turn.ended()) otherwise.accept(denied == null ? Problem.INTERNAL.denied() : denied);
        } else if (turn.ended()) {
            held.reservation().ifPresent(r -> r.release());
            held.judged().ticket().permit().release();
        } else {
            // From now on events are judged by what was in force when the turn began.
            if (session.ticket != null) session.ticket = held.judged().ticket().with(session.ticket.permit());
            turn.admitted(held);
            then.run();
        }
    }

    /** Ends all that is under way, for that reason or none. */
    void end(@Nullable Problem problem) {
        List<Turn> all = new ArrayList<>(asked);
        all.addAll(running.values());
        all.addAll(pending);
        asked.clear();
        running.clear();
        pending.clear();
        for (Turn turn : all)
            turn.end(problem);
    }
}
