package io.tokenward.proxy.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;

/** One request and its answer according to the script. Owned by the event loop of its connection. */
final class ScriptedModelExchange {
    private static final int CHUNKS_BEFORE_DEATH = 3;
    /** Time for the peer to read an early answer before unread request bytes turn the close into a reset. */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final ChannelHandlerContext context;
    private final HttpRequest request;
    private final ScriptedModelMeter meter;
    private final Duration chunkDelay;
    private final Runnable done;
    private @Nullable ScriptedModelStream stream;
    private boolean closedHere;
    private boolean ended;

    ScriptedModelExchange(ChannelHandlerContext context, HttpRequest request, ScriptedModelMeter meter,
            Duration chunkDelay, Runnable done) {
        this.context = context;
        this.request = request;
        this.meter = meter;
        this.chunkDelay = chunkDelay;
        this.done = done;
    }

    void answer(byte[] body) {
        String path = new QueryStringDecoder(request.uri()).path();
        if (path.equals("/v1/models") && request.method().equals(HttpMethod.GET)) {
            send(ScriptedModelResponses.models());
        } else if (path.equals("/v1/chat/completions") && request.method().equals(HttpMethod.POST)) {
            complete(body);
        } else {
            send(ScriptedModelResponses.error(HttpResponseStatus.NOT_FOUND, "invalid_request_error", "unknown_url",
                    "Unknown request URL: " + request.method() + " " + path));
        }
    }

    private void complete(byte[] body) {
        try {
            ScriptedModelCall call = ScriptedModelCall.read(body);
            play(ScriptedModelScript.of(call.model()), call);
        } catch (ScriptedModelCall.Unreadable refused) {
            send(ScriptedModelResponses.error(HttpResponseStatus.BAD_REQUEST, "invalid_request_error",
                    "invalid_request", String.valueOf(refused.getMessage())));
        }
    }

    private void play(ScriptedModelScript script, ScriptedModelCall call) {
        switch (script) {
            case ScriptedModelScript.Answer() -> speak(call, ScriptedModelText.sentence(call), true, chunkDelay);
            case ScriptedModelScript.NoUsage() -> speak(call, ScriptedModelText.sentence(call), false, chunkDelay);
            case ScriptedModelScript.Big(int kibibytes) ->
                speak(call, ScriptedModelText.filler(kibibytes), true, Duration.ZERO);
            case ScriptedModelScript.Slow(Duration wait) ->
                later(wait, () -> speak(call, ScriptedModelText.sentence(call), true, chunkDelay));
            case ScriptedModelScript.DieMidstream(boolean reset) -> die(call, reset);
            case ScriptedModelScript.Early() -> answerEarly(call);
            case ScriptedModelScript.Garbage() -> babble();
            case ScriptedModelScript.ServerError() -> send(ScriptedModelResponses.serverError());
            case ScriptedModelScript.RateLimited() -> send(ScriptedModelResponses.rateLimited());
        }
    }

    private void speak(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown, Duration delay) {
        ScriptedModelAnswer answer = answerTo(call, text, usageKnown);
        meter.bill(call.promptWords());
        if (!call.stream()) {
            meter.bill(answer.tokens());
            send(ScriptedModelResponses.json(HttpResponseStatus.OK, answer.whole()));
            return;
        }
        context.writeAndFlush(dressed(ScriptedModelResponses.eventStream()));
        relay(new ScriptedModelStream(context, answer.events().iterator(), delay, meter,
                () -> context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(sent -> end())));
    }

    private void relay(ScriptedModelStream events) {
        stream = events;
        events.go();
    }

    /** A stream ends after a few chunks, a plain answer in the middle of its body. */
    private void die(ScriptedModelCall call, boolean reset) {
        ScriptedModelAnswer answer = answerTo(call, ScriptedModelText.sentence(call), true);
        meter.bill(call.promptWords());
        if (reset) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (call.stream()) {
            context.writeAndFlush(dressed(ScriptedModelResponses.eventStream()));
            relay(new ScriptedModelStream(context, answer.events().limit(CHUNKS_BEFORE_DEATH).iterator(), chunkDelay,
                    meter, this::close));
            return;
        }
        byte[] whole = answer.whole();
        HttpResponse head = dressed(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        HttpUtil.setContentLength(head, whole.length);
        context.write(head);
        context.writeAndFlush(Unpooled.wrappedBuffer(whole, 0, whole.length / 2)).addListener(sent -> close());
    }

    private void answerEarly(ScriptedModelCall call) {
        ScriptedModelAnswer answer = answerTo(call, ScriptedModelText.sentence(call), true);
        meter.bill(answer.tokens());
        FullHttpResponse response = ScriptedModelResponses.json(HttpResponseStatus.OK, answer.whole());
        dressed(response);
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        closedHere = true;
        context.channel().config().setAutoRead(false);
        context.writeAndFlush(response).addListener(sent -> {
            ((SocketChannel) context.channel()).shutdownOutput();
            later(LINGER, this::close);
        });
    }

    /** Written below the codec, which would refuse to send it. */
    private void babble() {
        byte[] bytes = "\u0016\u0003 this is no HTTP at all\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        context.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(sent -> close());
    }

    private void send(FullHttpResponse response) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keepAlive);
        context.writeAndFlush(dressed(response)).addListener(sent -> end());
    }

    private <R extends HttpResponse> R dressed(R response) {
        response.headers()
                .set("x-request-id", "req_" + serial())
                .set("openai-processing-ms", "1")
                .set("openai-version", "2020-10-01");
        return response;
    }

    private ScriptedModelAnswer answerTo(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown) {
        return new ScriptedModelAnswer(call, text, usageKnown, "chatcmpl-" + serial(), Instant.now().getEpochSecond());
    }

    /** 32 hexadecimal digits that differ from request to request and are the same in every run. */
    private String serial() {
        long number = meter.requests();
        return "%016x%016x".formatted(number * 0x9E3779B97F4A7C15L, number);
    }

    private void later(Duration wait, Runnable work) {
        context.executor().schedule(() -> {
            if (context.channel().isActive()) {
                work.run();
            }
        }, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void end() {
        ended = true;
        if (HttpUtil.isKeepAlive(request)) {
            done.run();
        } else {
            close();
        }
    }

    private void close() {
        closedHere = true;
        context.close();
    }

    /** The reader may have caught up. */
    void resume() {
        if (stream != null) {
            stream.resume();
        }
    }

    /** The connection is gone. */
    void abandon() {
        if (!ended && !closedHere) {
            meter.abandoned();
        }
    }
}
