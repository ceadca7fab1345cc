package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tokenward.proxy.admission.Admitted;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.ErrorBody;
import io.tokenward.proxy.dialect.Operation;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.upstream.UpstreamListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

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

    private final ExchangeServices services;
    private final Judging judging;
    private final SessionRequest sessions;
    private final AnswerEnds ends = new AnswerEnds(this);
    private final CallerReads reads = new CallerReads();
    private State state = State.AWAITING_HEAD;
    private @Nullable Exchange current;
    private boolean requestComplete;
    /** Ends the reading of a body that was refused; a channel that has closed shall not be held by it. */
    private @Nullable Future<?> lingering;

    /** A handler for one connection or stream. */
    public ExchangeHandler(ExchangeServices services) {
        this.services = services;
        this.judging = new Judging(services);
        this.sessions = new SessionRequest(services, judging);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        reads.ask(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) reads.ask(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reads.came();
        switch (state) {
            case AWAITING_HEAD -> awaitHead(ctx, message);
            case COLLECTING -> collect(ctx, message);
            case SCREENING, RELAYING -> reads.keep(message);
            case DISCARDING -> discard(ctx, message);
            case CLOSED -> ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reads.complete(ctx);
        ctx.fireChannelReadComplete();
    }

    // ---- HEAD

    private void awaitHead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpRequest request)) {
            ReferenceCountUtil.release(message);
            reads.ask(ctx);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request) && !services.activity().draining();
        var exchange = new Exchange(services.clock().instant(), request,
                keepAlive);
        exchange.requestComplete = request instanceof LastHttpContent;
        requestComplete = exchange.requestComplete;
        current = exchange;
        state = State.COLLECTING;
        services.activity().began(exchange, () -> ctx.executor().execute(() -> ends.drained(ctx, exchange)));
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
        head = SessionRequest.head(exchange, request, head);
        Heads.refuse(request.headers(), exchange.match.dialect().unscreenedFields());
        exchange.coding = ReceivedHead.coding(request, exchange.match.operation().content());
        if (exchange.match.operation().content() == Operation.Content.FORM)
            exchange.match = exchange.match.withBoundary(
                    ContentTypes.boundary(request.headers().getAll(HttpHeaderNames.CONTENT_TYPE)));
        CompletionStage<Ticket> stage = services.admission().admitHead(exchange.match, head, exchange.id);
        new Arrival<Ticket>(ctx.executor(), exchange, ticket -> {
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
                reads.ask(ctx);
            }
            // Most bodies are there with their heads: no timer for them.
            if (state == State.COLLECTING && exchange == current) {
                exchange.bodyTimer = ctx.executor()
                        .schedule(() -> bodyLate(ctx, exchange), services.bodyTimeout().toNanos(),
                                TimeUnit.NANOSECONDS);
            }
        }, ticket -> ticket.permit().release(), () -> ReferenceCountUtil.release(message),
                denied -> refuse(ctx, exchange, denied)).of(stage);
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
            reads.ask(ctx);
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
        reads.ask(ctx); // so that a caller who leaves is noticed
        try {
            judging.begin(ctx.executor(), exchange, judgement -> judged(ctx, exchange, judgement));
        } catch (Denied denied) {
            refuse(ctx, exchange, denied);
        }
    }

    private void judged(ChannelHandlerContext ctx, Exchange exchange, Judgement judgement) {
        if (exchange.ended) return;
        exchange.screenMicros = (System.nanoTime() - exchange.screenNanos) / 1000;
        switch (judgement) {
            case Refusal refusal -> {
                exchange.took(refusal);
                refuse(ctx, exchange, refusal.denied());
            }
            case Judgement.Passed(var judged) -> {
                exchange.took(judged);
                new Arrival<Admitted>(ctx.executor(), exchange, admitted -> relay(ctx, exchange, admitted),
                        admitted -> admitted.reservation().ifPresent(r -> r.release()), () -> {},
                        denied -> refuse(ctx, exchange, denied)).of(services.admission().admit(judged));
            }
        }
    }

    // ---- SESSION

    private void open(ChannelHandlerContext ctx, Exchange exchange) {
        if (exchange.bodyTimer != null) exchange.bodyTimer.cancel(false);
        try {
            SessionRequest.close(requireNonNull(exchange.collector));
            reads.ask(ctx); // so that a caller who leaves is noticed
            sessions.judge(ctx.executor(), exchange, judgement -> judgedSession(ctx, exchange, judgement));
        } catch (Denied denied) {
            refuse(ctx, exchange, denied);
        }
    }

    private void judgedSession(ChannelHandlerContext ctx, Exchange exchange, Judgement judgement) {
        if (exchange.ended) return;
        switch (judgement) {
            case Judgement.Passed(var judged) -> {
                exchange.took(judged);
                relay(ctx, exchange, new Admitted(judged, Optional.empty()));
            }
            case Refusal refusal -> {
                exchange.took(refusal);
                refuse(ctx, exchange, refusal.denied());
            }
        }
    }

    /** Whether the caller said something before it may. */
    boolean hasEarly() {
        return reads.hasEarly();
    }

    /** Whether a read was asked for that nothing has come for. */
    boolean asked() {
        return reads.asked();
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

    /** How this answer ends where its upstream does not end it. */
    AnswerEnds ends() {
        return ends;
    }

    /** Ends a connection or stream in the middle of an answer. */
    void cut(ChannelHandlerContext ctx, Exchange exchange) {
        finish(exchange);
        state = State.CLOSED;
        Replies.cut(ctx);
    }

    // ---- refusal and end

    /** The one place where a refusal becomes an answer. */
    void refuse(ChannelHandlerContext ctx, Exchange exchange, Denied denied) {
        if (exchange.ended) return;
        exchange.problem = denied.problem();
        exchange.limit = denied.limit();
        ErrorBody error = Replies.error(exchange, denied);
        exchange.status = error.status();
        AfterRefusal after = AfterRefusal.of(ctx.channel(), exchange, denied.problem(),
                services.activity().draining());
        finish(exchange);
        Replies.refusal(ctx, error, after == AfterRefusal.NEXT);
        switch (after) {
            case NEXT -> next(ctx);
            case CLOSE -> close(ctx);
            case READ_ON -> {
                state = State.DISCARDING;
                lingering = ctx.executor().schedule(() -> close(ctx), LINGER.toNanos(), TimeUnit.NANOSECONDS);
                reads.ask(ctx);
            }
        }
    }

    private void discard(ChannelHandlerContext ctx, Object message) {
        requestComplete = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (requestComplete) {
            close(ctx);
        } else {
            reads.ask(ctx);
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
        Object waiting = reads.takeEarly();
        if (waiting == null) {
            reads.ask(ctx);
        } else {
            channelRead(ctx, waiting);
        }
    }

    private void close(ChannelHandlerContext ctx) {
        if (state == State.CLOSED) return;
        state = State.CLOSED;
        Replies.close(ctx, requestComplete);
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
        ReferenceCountUtil.release(reads.takeEarly());
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

    /** The response head goes out; from now on no answer of ours can take its place. */
    void responseHead(ChannelHandlerContext ctx, Exchange exchange, HttpResponse head) {
        exchange.responseStarted = true;
        exchange.status = head.status().code();
        ctx.write(head, ctx.voidPromise());
    }
}
