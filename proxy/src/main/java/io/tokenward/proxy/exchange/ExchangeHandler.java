package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.Admitted;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.ErrorBody;
import io.tokenward.proxy.dialect.Operation;
import io.tokenward.proxy.encoding.Coding;
import io.tokenward.proxy.limit.Denials;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.upstream.UpstreamListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The one state machine of the proxy: AWAITING_HEAD → COLLECTING → SCREENING → RELAYING, and back or closed. One instance
 * per HTTP/1.1 connection or HTTP/2 stream, both seen as HTTP/1 objects; everything runs on the channel's event loop but
 * {@code judge}, which runs on the screening pool. Nothing is read unasked: the channel has auto-read off, and a
 * {@code FlowControlHandler} before this hands over one message per read.
 */
public final class ExchangeHandler extends ChannelInboundHandlerAdapter {
    private enum State {
        AWAITING_HEAD, COLLECTING, SCREENING, RELAYING, DISCARDING, CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

    /** How long a caller may go on sending a body that was refused, so that it comes to read the answer. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /**
     * A body that is read but not screened is read on the event loop up to this size: strict JSON and an estimate of tokens are
     * one linear pass, some tens of microseconds here, and two changes of threads cost as much.
     */
    private static final int MOST_READ_ON_LOOP = 32 << 10;

    private final ExchangeServices services;
    private final Judging judging;
    private State state = State.AWAITING_HEAD;
    private @Nullable Exchange current;
    /** What a pipelining client sent before its last answer was complete: one message, since no more is asked for. */
    private @Nullable Object early;
    /** A read was asked for and nothing has come yet. */
    private boolean asked;
    private boolean requestComplete;
    /** Ends the reading of a body that was refused; a channel that has closed shall not be held by it. */
    private @Nullable Future<?> lingering;

    /** A handler for one connection or stream. */
    public ExchangeHandler(ExchangeServices services) {
        this.services = services;
        this.judging = new Judging(services);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ask(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) ask(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        asked = false;
        switch (state) {
            case AWAITING_HEAD -> awaitHead(ctx, message);
            case COLLECTING -> collect(ctx, message);
            case SCREENING, RELAYING -> keep(message);
            case DISCARDING -> discard(ctx, message);
            case CLOSED -> ReferenceCountUtil.release(message);
        }
    }

    /** A read cycle may end without a message (the rest of a TLS record is still to come): then it takes another. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (asked) ctx.read();
        ctx.fireChannelReadComplete();
    }

    private void ask(ChannelHandlerContext ctx) {
        if (asked) return;
        asked = true;
        ctx.read();
    }

    // ---- HEAD

    private void awaitHead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpRequest request)) {
            ReferenceCountUtil.release(message);
            ask(ctx);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request) && !services.activity().draining();
        var exchange = new Exchange(ExchangeIds.next(services.clock().millis()), services.clock().instant(), request,
                keepAlive);
        exchange.requestComplete = request instanceof LastHttpContent;
        requestComplete = exchange.requestComplete;
        current = exchange;
        state = State.COLLECTING;
        services.activity().began(exchange, () -> ctx.executor().execute(() -> cut(ctx, exchange)));
        try {
            head(ctx, exchange, request, message);
        } catch (Denied denied) {
            ReferenceCountUtil.release(message);
            refuse(ctx, exchange, denied);
        }
    }

    private void head(ChannelHandlerContext ctx, Exchange exchange, HttpRequest request, Object message) throws Denied {
        long announced = Framing.check(request);
        RequestHead head = ReceivedHead.of(ctx, request);
        if (!services.log().accepting()) throw Problem.AUDIT_DOWN.denied();
        exchange.match = services.admission().match(head);
        head = QueryCredential.in(head, exchange.match.dialect().credentialParameter());
        if (exchange.match.operation().session()) {
            head = session(exchange, request, head);
        } else if (request.headers().contains(HttpHeaderNames.UPGRADE)) {
            throw Framing.noUpgrade();
        }
        Heads.refuse(request.headers(), exchange.match.dialect().unscreenedFields());
        exchange.coding = ReceivedHead.coding(request, exchange.match.operation().content());
        if (exchange.match.operation().content() == Operation.Content.FORM)
            exchange.match = exchange.match.withBoundary(
                    ContentTypes.boundary(request.headers().getAll(HttpHeaderNames.CONTENT_TYPE)));
        CompletionStage<Ticket> stage = services.admission().admitHead(exchange.match, head, exchange.id);
        onLoop(ctx, exchange, stage, ticket -> {
            exchange.ticket = ticket;
            exchange.headMicros = (System.nanoTime() - exchange.startNanos) / 1000;
            try {
                exchange.collector = new BodyCollector(services.budget(), services.maxBodyBytes(), announced);
            } catch (Denied denied) {
                ReferenceCountUtil.release(message);
                refuse(ctx, exchange, denied);
                return;
            }
            if (HttpUtil.is100ContinueExpected(request)) Replies.proceed(ctx);
            if (message instanceof HttpContent content) {
                collect(ctx, content);
            } else {
                ask(ctx);
            }
            // Most bodies are there with their heads: no timer for them.
            if (state == State.COLLECTING && exchange == current) {
                exchange.bodyTimer = ctx.executor()
                        .schedule(() -> bodyLate(ctx, exchange), services.bodyTimeout().toNanos(),
                                TimeUnit.NANOSECONDS);
            }
        }, ticket -> ticket.permit().release(), () -> ReferenceCountUtil.release(message));
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

    // ---- BODY

    private void collect(ChannelHandlerContext ctx, Object message) {
        Exchange exchange = requireNonNull(current);
        if (!(message instanceof HttpContent content)) {
            ReferenceCountUtil.release(message);
            refuse(ctx, exchange, Problem.BAD_FRAMING.denied());
            return;
        }
        try {
            if (content.decoderResult().isFailure()) throw Problem.BAD_FRAMING.denied();
            requireNonNull(exchange.collector).add(content.content());
        } catch (Denied denied) {
            content.release();
            refuse(ctx, exchange, denied);
            return;
        }
        exchange.requestComplete = content instanceof LastHttpContent;
        requestComplete = exchange.requestComplete;
        content.release();
        if (exchange.requestComplete) {
            screen(ctx, exchange);
        } else {
            ask(ctx);
        }
    }

    private void bodyLate(ChannelHandlerContext ctx, Exchange exchange) {
        if (exchange.ended || exchange.requestComplete) return;
        refuse(ctx, exchange, Problem.REQUEST_TIMEOUT
                .denied("The body did not arrive within " + services.bodyTimeout().toSeconds() + " s."));
    }

    // ---- PROMPT

    private void screen(ChannelHandlerContext ctx, Exchange exchange) {
        state = State.SCREENING;
        if (exchange.handshake != null) {
            open(ctx, exchange);
            return;
        }
        exchange.screenNanos = System.nanoTime();
        if (exchange.bodyTimer != null) exchange.bodyTimer.cancel(false);
        Ticket ticket = requireNonNull(exchange.ticket);
        BodyCollector collector = requireNonNull(exchange.collector);
        byte[] body = collector.body();
        ask(ctx); // so that a caller who leaves is noticed
        if (body.length <= MOST_READ_ON_LOOP && exchange.coding.equals(Coding.IDENTITY) && !Admission.screens(ticket)) {
            judged(ctx, exchange, judging.judge(exchange, ticket, collector, body));
            return;
        }
        boolean accepted = services.pool().submit(ticket.caller().tenant(), () -> {
            Judgement judgement = judging.judge(exchange, ticket, collector, body);
            ctx.executor().execute(() -> judged(ctx, exchange, judgement));
        });
        if (!accepted) refuse(ctx, exchange, Problem.OVERLOADED.denied());
    }

    private void judged(ChannelHandlerContext ctx, Exchange exchange, Judgement judgement) {
        if (exchange.ended) return;
        exchange.screenMicros = (System.nanoTime() - exchange.screenNanos) / 1000;
        switch (judgement) {
            case Refusal refusal -> refused(ctx, exchange, refusal);
            case Judgement.Passed(var judged) -> {
                took(exchange, judged);
                onLoop(ctx, exchange, services.admission().admit(judged), admitted -> relay(ctx, exchange, admitted),
                        admitted -> admitted.reservation().ifPresent(r -> r.release()), () -> {});
            }
        }
    }

    private void refused(ChannelHandlerContext ctx, Exchange exchange, Refusal refusal) {
        exchange.engine = refusal.engine();
        exchange.call = refusal.call();
        exchange.assessment = refusal.assessment();
        exchange.comparison = refusal.comparison();
        refuse(ctx, exchange, refusal.denied());
    }

    private static void took(Exchange exchange, Judged judged) {
        exchange.judged = judged;
        exchange.call = judged.call();
        exchange.assessment = judged.assessment();
        exchange.comparison = judged.comparison();
    }

    // ---- SESSION

    private void open(ChannelHandlerContext ctx, Exchange exchange) {
        if (exchange.bodyTimer != null) exchange.bodyTimer.cancel(false);
        BodyCollector collector = requireNonNull(exchange.collector);
        boolean empty = collector.body().length == 0;
        collector.release();
        if (!empty) {
            refuse(ctx, exchange, Problem.BAD_FRAMING.denied("A WebSocket is opened without a body."));
            return;
        }
        ask(ctx); // so that a caller who leaves is noticed
        Ticket ticket = requireNonNull(exchange.ticket);
        boolean accepted = services.pool().submit(ticket.caller().tenant(), () -> {
            Judgement judgement = judging.judgeSession(exchange, ticket);
            ctx.executor().execute(() -> judgedSession(ctx, exchange, judgement));
        });
        if (!accepted) refuse(ctx, exchange, Problem.OVERLOADED.denied());
    }

    private void judgedSession(ChannelHandlerContext ctx, Exchange exchange, Judgement judgement) {
        if (exchange.ended) return;
        switch (judgement) {
            case Judgement.Passed(var judged) -> {
                took(exchange, judged);
                relay(ctx, exchange, new Admitted(judged, Optional.empty()));
            }
            case Refusal refusal -> refused(ctx, exchange, refusal);
        }
    }

    /** Whether the caller said something before it may. */
    boolean hasEarly() {
        return early != null;
    }

    /** The session that took the connection over has ended. */
    void sessionEnded(Exchange exchange) {
        state = State.CLOSED;
        finish(exchange);
    }

    // ---- COMPLETION

    private void relay(ChannelHandlerContext ctx, Exchange exchange, Admitted admitted) {
        exchange.admitted = admitted;
        state = State.RELAYING;
        exchange.relayNanos = System.nanoTime();
        Judged judged = admitted.judged();
        UpstreamBinding binding = judging.binding(judged);
        exchange.upstreamCall = binding.upstream()
                .send(ctx.channel().eventLoop(),
                        target -> UpstreamRequest.of(exchange, judged, binding, target),
                        listener(ctx, exchange, binding));
    }

    private UpstreamListener listener(ChannelHandlerContext ctx, Exchange exchange, UpstreamBinding binding) {
        var relay = new Relay(this, ctx, exchange);
        if (exchange.handshake != null)
            return new SessionOpening(relay, this, ctx, exchange, services, binding.upstream().idle());
        boolean screened = requireNonNull(exchange.match).operation().answersScreened();
        return screened ? new ScreenedAnswer(relay, this, ctx, exchange, services) : relay;
    }

    /** What came back may not pass on. */
    void answerBlocked(ChannelHandlerContext ctx, Exchange exchange, Refusal refusal) {
        exchange.assessment = refusal.assessment();
        exchange.call = refusal.call();
        if (!exchange.responseStarted) {
            refuse(ctx, exchange, refusal.denied());
            return;
        }
        exchange.problem = refusal.denied().problem();
    }

    /** The whole answer has been written. */
    void relayed(ChannelHandlerContext ctx, Exchange exchange, boolean keepAlive) {
        finish(exchange);
        // As the head announced: a client that was told nothing else may be sending its next request already.
        if (keepAlive && exchange.keepAlive) {
            next(ctx);
        } else {
            close(ctx);
        }
    }

    /** The package ran out while an answer was streamed: it ends in the dialect's own way, and the model stops. */
    void packageEnded(ChannelHandlerContext ctx, Exchange exchange, boolean keepAlive) {
        if (exchange.ended) return;
        exchange.problem = Problem.QUOTA_SPENT;
        exchange.limit = TokenPackage.LIMIT;
        if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        Replies.lastEvent(ctx, exchange, Problem.QUOTA_SPENT.denied("The token package ended with this answer."));
        relayed(ctx, exchange, keepAlive);
    }

    /**
     * The proxy ends before the exchange does: an answer of ours if none had begun, an event that says so where events were
     * streamed, else the answer is cut where everyone can see it.
     */
    private void cut(ChannelHandlerContext ctx, Exchange exchange) {
        if (exchange.ended) return;
        if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        Denied denied = Problem.DRAINING.denied();
        if (!exchange.responseStarted) {
            refuse(ctx, exchange, denied);
            return;
        }
        exchange.problem = denied.problem();
        if (exchange.lines) {
            Replies.lastEvent(ctx, exchange, denied);
            relayed(ctx, exchange, false);
            return;
        }
        finish(exchange);
        state = State.CLOSED;
        Replies.cut(ctx);
    }

    /** The upstream failed: an answer of ours if none had begun, else the stream is cut where everyone can see it. */
    void upstreamFailed(ChannelHandlerContext ctx, Exchange exchange, Denied denied, Throwable cause) {
        if (exchange.ended) return;
        LOG.warn("Upstream failed, exchange {}: {} ({})", exchange.id, denied.problem(), cause.toString());
        if (!exchange.responseStarted) {
            refuse(ctx, exchange, denied);
            return;
        }
        exchange.problem = denied.problem();
        finish(exchange);
        state = State.CLOSED;
        Replies.cut(ctx);
    }

    // ---- refusal and end

    /** The one place where a refusal becomes an answer. */
    private void refuse(ChannelHandlerContext ctx, Exchange exchange, Denied denied) {
        if (exchange.ended) return;
        exchange.problem = denied.problem();
        exchange.limit = denied.limit();
        ErrorBody error = Replies.error(exchange, denied);
        exchange.status = error.status();
        // The answer to HEAD has no body, ours has one: nothing can follow it on the connection.
        boolean framingInDoubt = denied.problem() == Problem.BAD_FRAMING || denied.problem() == Problem.HEAD_TOO_LARGE
                || exchange.request.method().equals(HttpMethod.HEAD);
        boolean keepAlive = exchange.keepAlive && exchange.requestComplete && !framingInDoubt
                && !services.activity().draining();
        finish(exchange);
        Replies.refusal(ctx, error, keepAlive);
        if (keepAlive) {
            next(ctx);
        } else if (exchange.requestComplete || framingInDoubt) {
            close(ctx);
        } else {
            // Closing now would reset the connection under the answer: read on for a while, into nothing.
            state = State.DISCARDING;
            lingering = ctx.executor().schedule(() -> close(ctx), LINGER.toNanos(), TimeUnit.NANOSECONDS);
            ask(ctx);
        }
    }

    private void discard(ChannelHandlerContext ctx, Object message) {
        requestComplete = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (requestComplete) {
            close(ctx);
        } else {
            ask(ctx);
        }
    }

    private void finish(Exchange exchange) {
        if (exchange.ended) return;
        exchange.ended = true;
        current = null;
        Ending.of(exchange, services);
    }

    private void next(ChannelHandlerContext ctx) {
        state = State.AWAITING_HEAD;
        Object waiting = early;
        early = null;
        if (waiting == null) {
            ask(ctx);
        } else {
            channelRead(ctx, waiting);
        }
    }

    private void close(ChannelHandlerContext ctx) {
        if (state == State.CLOSED) return;
        state = State.CLOSED;
        Replies.close(ctx, requestComplete);
    }

    private void keep(Object message) {
        if (early == null) {
            early = message;
        } else {
            ReferenceCountUtil.release(message);
            throw new IllegalStateException("a second message without a read");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange exchange = current;
        if (exchange != null && exchange.upstreamCall != null && ctx.channel().isWritable())
            exchange.upstreamCall.read();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSED;
        if (lingering != null) lingering.cancel(false);
        ReferenceCountUtil.release(early);
        early = null;
        Exchange exchange = current;
        if (exchange != null) {
            if (!exchange.responseStarted) exchange.status = 0;
            exchange.left = true;
            finish(exchange);
            if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // What clients do wrong must not fill the log.
        boolean theirs = cause instanceof java.io.IOException || cause instanceof Http2Exception
                || cause instanceof DecoderException;
        LOG.atLevel(theirs ? Level.DEBUG : Level.WARN).log("Connection failed: {}", cause.toString());
        // A stream in error is reset by the multiplexer with the error's own code, which the codec's limits count.
        if (!(cause instanceof Http2Exception)) ctx.close();
    }

    /**
     * Goes on with a stage's value on this event loop, or refuses. A value that comes after the exchange has ended goes to
     * {@code orphan}.
     */
    private <T> void onLoop(ChannelHandlerContext ctx, Exchange exchange, CompletionStage<T> stage, Consumer<T> then,
            Consumer<T> orphan,
            Runnable otherwise) {
        stage.whenComplete((value, failure) -> {
            if (ctx.executor().inEventLoop()) {
                arrived(ctx, exchange, value, failure, then, orphan, otherwise);
            } else {
                ctx.executor().execute(() -> arrived(ctx, exchange, value, failure, then, orphan, otherwise));
            }
        });
    }

    private <T> void arrived(ChannelHandlerContext ctx, Exchange exchange, T value, @Nullable Throwable failure,
            Consumer<T> then,
            Consumer<T> orphan, Runnable otherwise) {
        if (failure != null) {
            otherwise.run();
            Denied denied = Denials.in(failure).orElse(null);
            if (denied == null) LOG.error("Admission failed, exchange {}", exchange.id, failure);
            refuse(ctx, exchange, denied == null ? Problem.INTERNAL.denied() : denied);
        } else if (exchange.ended) {
            otherwise.run();
            orphan.accept(value);
        } else {
            then.accept(value);
        }
    }

    /** The response head goes out; from now on no answer of ours can take its place. */
    void responseHead(ChannelHandlerContext ctx, Exchange exchange, HttpResponse head) {
        exchange.responseStarted = true;
        exchange.status = head.status().code();
        ctx.write(head, ctx.voidPromise());
    }
}
