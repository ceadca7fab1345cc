package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.upstream.UpstreamListener;
import java.time.Duration;

/** Waits for an endpoint to open a session. What it answers instead is relayed. Owned by the exchange's event loop. */
final class SessionOpening implements UpstreamListener {
    /** Frames of endpoints; those that are known send some hundred kilobytes at most. */
    private static final int LARGEST_ANSWER = 16 << 20;

    private final Relay relay;
    private final ExchangeHandler handler;
    private final ChannelHandlerContext ctx;
    private final Exchange exchange;
    private final ExchangeServices services;
    private final Duration mostIdle;

    SessionOpening(Relay relay, ExchangeHandler handler, ChannelHandlerContext ctx, Exchange exchange,
            ExchangeServices services, Duration mostIdle) {
        this.relay = relay;
        this.handler = handler;
        this.ctx = ctx;
        this.exchange = exchange;
        this.services = services;
        this.mostIdle = mostIdle;
    }

    @Override
    public boolean onSwitch(HttpResponse head, Channel connection) {
        Handshake handshake = requireNonNull(exchange.handshake);
        if (exchange.ended || !handshake.agreed(head.headers()) || handler.hasEarly()) return false;
        HttpHeaders headers = Heads.forCaller(head.headers());
        handshake.answer(headers);
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS);
        answer.headers().set(headers);
        exchange.upstreamStatus = 101;
        exchange.firstByteMicros = (System.nanoTime() - exchange.relayNanos) / 1000;
        exchange.responseStarted = true;
        exchange.status = 101;
        var session = new Session(exchange, services, ctx.channel(), connection, mostIdle, handler.asked(),
                () -> handler.sessionEnded(exchange));
        ctx.writeAndFlush(answer);
        intoFrames(connection.pipeline(), session);
        intoFrames(ctx.pipeline(), session, services);
        session.begin();
        return true;
    }

    /** Towards the endpoint, whose frames are bare and ours masked. */
    private static void intoFrames(ChannelPipeline pipeline, Session session) {
        HttpClientCodec codec = pipeline.get(HttpClientCodec.class);
        codec.removeOutboundHandler();
        pipeline.addLast(new WebSocket13FrameDecoder(config(false, LARGEST_ANSWER)), new WebSocket13FrameEncoder(true),
                new SessionServer(session));
        // Not while it decodes: what it holds still goes to the decoder of frames.
        pipeline.channel()
                .eventLoop()
                .execute(() -> {
                    if (pipeline.context(codec) != null) pipeline.remove(codec);
                });
    }

    /** Towards the caller, whose frames are masked and ours bare. */
    private void intoFrames(ChannelPipeline pipeline, Session session, ExchangeServices services) {
        var budget = new FrameBudget(services.budget());
        int largest = (int) Math.min(Integer.MAX_VALUE, services.maxBodyBytes());
        pipeline.replace(HttpResponseEncoder.class, "frame-encoder", new WebSocket13FrameEncoder(false));
        pipeline.addLast(new SessionClient(session, budget));
        pipeline.remove(handler);
        pipeline.addBefore(pipeline.context(HttpRequestDecoder.class).name(), "frame-budget", budget);
        // Last: what it holds goes to the decoder of frames.
        pipeline.replace(HttpRequestDecoder.class, "frame-decoder", new WebSocket13FrameDecoder(config(true, largest)));
    }

    static WebSocketDecoderConfig config(boolean masked, int largest) {
        return WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(masked)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(largest)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
    }

    @Override
    public void onHead(HttpResponse head) {
        relay.onHead(head);
    }

    @Override
    public void onContent(HttpContent content) {
        relay.onContent(content);
    }

    @Override
    public void onReadComplete() {
        relay.onReadComplete();
    }

    @Override
    public void onFailure(Denied denied, Throwable cause) {
        relay.onFailure(denied, cause);
    }
}
