package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.SessionEvent;
import io.tokenward.proxy.loop.Countdown;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Fault;
import io.tokenward.proxy.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A session between a caller and an endpoint over two WebSockets. What the caller says waits until it was judged, one event
 * after the other; what the endpoint says passes frame by frame as it comes. Pings are answered here: they end at each
 * connection. Everything runs on the one event loop of both connections but {@link Heard#of}.
 */
final class Session {
    /** How long a caller may take to answer our closing. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** Higher codes mean nothing (RFC 6455 §7.4.2); the decoder lets them pass. */
    private static final int MOST_CODE = 4999;

    private final Exchange exchange;
    private final ExchangeServices services;
    private final Channel client;
    private final Channel upstream;
    private final EventLoop loop;
    private final Runnable finish;
    private final SessionMessage message;
    private final ServerMessages answers;
    private final Turns turns;
    private final Countdown idle;
    private final Duration mostIdle;
    /** A read was asked for and no frame has come yet. */
    private boolean clientAsked;
    private boolean busy;
    private boolean closing;
    private boolean over;
    /** The endpoint has begun a message towards the caller and not ended it. */
    private boolean midMessage;
    /** Told to the caller when it has. */
    private final Deque<byte[]> heldErrors = new ArrayDeque<>();
    /** Said after them. */
    private @Nullable Runnable heldGoodbye;
    /** Why that will be said. */
    private @Nullable Problem heldProblem;

    /**
     * @param asked whether the exchange has asked for a read that nothing came for: it is the session's first. The handler of flow
     *            control counts reads, so another one would bring a second frame while the first is judged
     * @param finish ends the exchange that the session is
     */
    Session(Exchange exchange, ExchangeServices services, Channel client, Channel upstream, Duration mostIdle,
            boolean asked, Runnable finish) {
        this.exchange = exchange;
        this.services = services;
        this.client = client;
        this.upstream = upstream;
        this.mostIdle = mostIdle;
        this.clientAsked = asked;
        this.finish = finish;
        loop = client.eventLoop();
        message = new SessionMessage(services.budget(), services.maxBodyBytes());
        turns = new Turns(exchange, services, loop, this::cut);
        answers = new ServerMessages(task -> loop.schedule(task, 1, TimeUnit.MILLISECONDS),
                requireNonNull(exchange.match).dialect().sessions(), turns::take, this::caughtUp);
        idle = new Countdown(() -> close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "idle", null));
    }

    void begin() {
        services.activity()
                .began(exchange, () -> loop.execute(() -> close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE,
                        "shutting down", Problem.DRAINING)));
        idle.start(loop, mostIdle);
        readClient();
        upstream.read();
    }

    // ---- what the caller says

    /** A frame of the caller; released here. No read is asked for while an event is judged: events keep their order. */
    void fromClient(WebSocketFrame frame) {
        clientAsked = false;
        idle.start(loop, mostIdle);
        try {
            if (closing) {
                if (frame instanceof CloseWebSocketFrame) client.close();
            } else {
                switch (frame) {
                    case PingWebSocketFrame ping ->
                        client.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                    case PongWebSocketFrame pong -> {}
                    case CloseWebSocketFrame close -> leave(close);
                    default -> said(frame);
                }
            }
        } finally {
            frame.release();
        }
        readClient();
    }

    private void leave(CloseWebSocketFrame close) {
        int code = close.statusCode();
        if (code > MOST_CODE || !isText(close.content())) {
            violated(WebSocketCloseStatus.PROTOCOL_ERROR, WebSocketCloseStatus.PROTOCOL_ERROR.reasonText());
            return;
        }
        CloseWebSocketFrame echo = code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        upstream.writeAndFlush(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""));
        closing = true;
        client.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
        end(heldProblem);
    }

    /** Whether the reason behind the code is UTF-8 to its end: the decoder lets a cut character pass there. */
    private static boolean isText(ByteBuf closing) {
        int length = closing.readableBytes() - 2;
        return length <= 0 || ByteBufUtil.isText(closing, closing.readerIndex() + 2, length, StandardCharsets.UTF_8);
    }

    private void said(WebSocketFrame frame) {
        // What comes after the refusal that ends the session is not looked at.
        if (heldGoodbye != null) return;
        if (busy) throw new IllegalStateException("a second frame without a read");
        if (!message.add(frame)) {
            close(WebSocketCloseStatus.MESSAGE_TOO_BIG, "an event larger than this endpoint accepts",
                    Problem.BODY_TOO_LARGE);
            return;
        }
        if (!frame.isFinalFragment()) return;
        boolean text = message.text();
        byte[] whole = message.whole();
        busy = true;
        if (!text && !BinaryMessages.passes(whole, requireNonNull(exchange.match).route())) {
            heard(Heard.refused(BinaryMessages.REFUSED), false);
            return;
        }
        if (!text) {
            turns.heardBinary(whole.length);
            forward(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(whole)));
            return;
        }
        Ticket ticket = requireNonNull(exchange.ticket);
        boolean accepted = services.pool().submit(ticket.caller().tenant(), () -> {
            Heard heard = Heard.of(services, ticket, whole, exchange.id);
            loop.execute(() -> heard(heard, true));
        });
        if (!accepted) heard(Heard.refused(Problem.OVERLOADED.denied()), false);
    }

    private void heard(Heard heard, boolean later) {
        if (over || heldGoodbye != null) return;
        switch (heard.judgement()) {
            case Judgement.Passed(var judged) -> passed(heard, judged);
            case Refusal refusal -> refused(heard, refusal);
        }
        if (later) readClient();
    }

    private void passed(Heard heard, Judged judged) {
        SessionEvent event = heard.event();
        adopt(event.model());
        if (!event.asks() || event.continues() && turns.underWay()) {
            turns.heard(judged, event.recording(), heard.micros());
            forward(new TextWebSocketFrame(Unpooled.wrappedBuffer(judged.body())));
            return;
        }
        if (turns.full()) {
            answerError(Problem.CONCURRENCY_LIMITED.denied("More than " + Turns.MOST + " responses at the same time."),
                    exchange.id, event.id());
            return;
        }
        turns.heard(judged, false, heard.micros());
        turns.ask(event.id(), () -> {
            if (over || heldGoodbye != null) return;
            forward(new TextWebSocketFrame(Unpooled.wrappedBuffer(judged.body())));
            readClient();
        }, denied -> {
            if (over || heldGoodbye != null) return;
            answerError(denied, exchange.id, event.id());
            if (keyless(denied))
                close(WebSocketCloseStatus.POLICY_VIOLATION, denied.problem().code(), denied.problem());
            readClient();
        });
    }

    /** Keeps the model that an event has named, and that the caller may use. */
    private void adopt(String model) {
        Ticket ticket = requireNonNull(exchange.ticket);
        if (model.isEmpty() || !ticket.match().operation().model().isEmpty()) return;
        exchange.match = requireNonNull(exchange.match).ofModel(model);
        exchange.ticket = ticket.with(exchange.match);
    }

    /** Whether nothing more can come of the session. */
    private static boolean keyless(Denied denied) {
        return switch (denied.problem()) {
            case KEY_MISSING, KEY_UNKNOWN, KEY_EXPIRED, KEY_REVOKED -> true;
            default -> false;
        };
    }

    /** What may not pass is answered and recorded; whether the session goes on, the route says. */
    private void refused(Heard heard, Refusal refusal) {
        Exchange refusedEvent = SessionRefusals.of(exchange, refusal, heard, services);
        answerError(refusal.denied(), refusedEvent.id, heard.event().id());
        boolean policy = refusal.denied().problem().fault() == Fault.POLICY;
        if (policy && requireNonNull(exchange.match).route().closesBlockedSessions())
            close(WebSocketCloseStatus.POLICY_VIOLATION, refusal.denied().problem().code(), refusal.denied().problem());
    }

    private void answerError(Denied denied, String reference, String event) {
        byte[] error = requireNonNull(exchange.match).dialect().sessionError(denied, reference, event);
        message.forget();
        if (error.length == 0) {
            busy = false;
            close(WebSocketCloseStatus.POLICY_VIOLATION, denied.problem().code(), denied.problem());
            return;
        }
        if (midMessage) {
            // Nothing may stand between two fragments (RFC 6455 §5.4); until it is told, nothing more is read of the caller.
            heldErrors.add(error);
            return;
        }
        client.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(error)));
        busy = false;
    }

    private void forward(WebSocketFrame frame) {
        upstream.writeAndFlush(frame);
        message.forget();
        busy = false;
        drainIfIdle();
    }

    // ---- what the endpoint says

    /** A frame of the endpoint; passed on or released. */
    void fromUpstream(WebSocketFrame frame) {
        idle.start(loop, mostIdle);
        if (over || closing) {
            frame.release();
            return;
        }
        switch (frame) {
            case PingWebSocketFrame ping -> upstream.writeAndFlush(new PongWebSocketFrame(ping.content()));
            case PongWebSocketFrame pong -> pong.release();
            case CloseWebSocketFrame close -> {
                var kept = new CloseWebSocketFrame(true, 0, Unpooled.copiedBuffer(close.content()));
                close.release();
                answers.afterwards(() -> left(kept));
            }
            default -> {
                // Gemini sends its JSON in binary messages.
                answers.look(frame.content(), frame.isFinalFragment());
                if (over || closing) {
                    frame.release();
                } else {
                    midMessage = !frame.isFinalFragment();
                    client.write(frame);
                    if (!midMessage) tellHeld();
                }
            }
        }
    }

    /** The endpoint has ended the session. */
    private void left(CloseWebSocketFrame close) {
        if (over || closing) return;
        closing = true;
        client.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
        end(heldProblem);
    }

    private void tellHeld() {
        if (heldErrors.isEmpty()) return;
        for (byte[] error = heldErrors.poll(); error != null; error = heldErrors.poll())
            client.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(error)));
        if (heldGoodbye != null) {
            heldGoodbye.run();
            return;
        }
        busy = false;
        readClient();
    }

    void upstreamReadComplete() {
        if (over) return;
        client.flush();
        drainIfIdle();
        readUpstream();
    }

    private void caughtUp() {
        drainIfIdle();
        readUpstream();
    }

    private void readUpstream() {
        if (!over && client.isWritable() && !answers.behind()) upstream.read();
    }

    // ---- flow and ends

    void clientReadComplete(ChannelHandlerContext ctx) {
        if (clientAsked) ctx.read();
    }

    void writabilityChanged() {
        if (over) return;
        readUpstream();
        readClient();
    }

    private void readClient() {
        if (clientAsked || busy || heldGoodbye != null && !closing || !client.isActive()) return;
        if (!closing && !(client.isWritable() && upstream.isWritable())) return;
        clientAsked = true;
        client.read();
    }

    private void drainIfIdle() {
        if (services.activity().draining() && turns.none() && !closing && !over)
            close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "shutting down", Problem.DRAINING);
    }

    /** The caller did what the protocol forbids. */
    void violated(WebSocketCloseStatus status, String what) {
        goodbye(status, what, Problem.BAD_FRAMING);
        // Nothing that follows can be read.
        client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** A turn may not go on. */
    private void cut(Denied denied) {
        if (over || closing || heldGoodbye != null) return;
        exchange.limit = denied.limit();
        answerError(denied, exchange.id, "");
        close(WebSocketCloseStatus.POLICY_VIOLATION, denied.problem().code(), denied.problem());
    }

    /** Says good-bye when the caller has heard why, for which the endpoint's message has a while to end. */
    private void close(WebSocketCloseStatus status, String why, @Nullable Problem problem) {
        if (heldErrors.isEmpty()) {
            goodbye(status, why, problem);
            return;
        }
        if (heldGoodbye == null) {
            heldGoodbye = () -> goodbye(status, why, problem);
            heldProblem = problem;
            loop.schedule(heldGoodbye, LINGER.toNanos(), TimeUnit.NANOSECONDS);
        }
        // Of one that has left, no message ends.
        if (!upstream.isActive()) heldGoodbye.run();
    }

    /** Says good-bye to both sides; the caller has a while to answer. */
    private void goodbye(WebSocketCloseStatus status, String why, @Nullable Problem problem) {
        if (closing || over) return;
        closing = true;
        upstream.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE.code(), ""));
        client.writeAndFlush(new CloseWebSocketFrame(status, why));
        end(problem);
        loop.schedule(() -> client.close(), LINGER.toNanos(), TimeUnit.NANOSECONDS);
        // Its answer is awaited, whatever was under way.
        heldErrors.clear();
        busy = false;
        readClient();
    }

    void clientLeft() {
        end(heldProblem);
    }

    void upstreamLeft() {
        if (over) return;
        // What it reported before it left still counts.
        answers.afterwards(() -> close(WebSocketCloseStatus.INTERNAL_SERVER_ERROR, Problem.UPSTREAM_RESET.code(),
                Problem.UPSTREAM_RESET));
    }

    private void end(@Nullable Problem problem) {
        if (over) return;
        over = true;
        idle.close();
        turns.end(problem);
        answers.close();
        message.forget();
        exchange.problem = problem;
        finish.run();
        // What was written before still goes out.
        upstream.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        });
    }
}
