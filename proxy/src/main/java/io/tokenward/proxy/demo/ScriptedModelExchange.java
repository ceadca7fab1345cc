package io.tokenward.proxy.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
    /** Time for the peer to read an early answer before unread request bytes turn the close into a reset. */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final ChannelHandlerContext context;
    private final HttpRequest request;
    private final ScriptedModelMeter meter;
    private final Duration chunkDelay;
    private final Runnable done;
    private final String serial;
    private final ScriptedModelApi api;
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
        long number = meter.requests();
        // 32 hexadecimal digits that differ from request to request and are the same in every run.
        this.serial = "%016x%016x".formatted(number * 0x9E3779B97F4A7C15L, number);
        this.api = ScriptedModelApi.of(request, serial);
    }

    void answer(byte[] body) {
        String asked = request.method() + " " + new QueryStringDecoder(request.uri()).path();
        try {
            switch (asked) {
                case "GET /v1/models" -> send(api.models());
                case "POST /v1/chat/completions", "POST /v1/messages" -> complete(api.read(request, body, meter));
                case "POST /v1/messages/count_tokens" -> send(new AnthropicApi(serial).count(request, body));
                default -> send(api.refused(HttpResponseStatus.NOT_FOUND, "Unknown request URL: " + asked));
            }
        } catch (ScriptedModelCall.Unreadable refused) {
            send(api.refused(HttpResponseStatus.BAD_REQUEST, String.valueOf(refused.getMessage())));
        }
    }

    private void complete(ScriptedModelCall call) {
        switch (ScriptedModelScript.of(call.model())) {
            case ScriptedModelScript.Answer() -> speak(call, ScriptedModelText.sentence(call), true, chunkDelay);
            case ScriptedModelScript.NoUsage() -> speak(call, ScriptedModelText.sentence(call), false, chunkDelay);
            case ScriptedModelScript.Big(int kibibytes) ->
                speak(call, ScriptedModelText.filler(kibibytes), true, Duration.ZERO);
            case ScriptedModelScript.Drip(Duration pause) ->
                speak(call, ScriptedModelText.sentence(call), true, pause);
            case ScriptedModelScript.Slow(Duration wait) ->
                later(wait, () -> speak(call, ScriptedModelText.sentence(call), true, chunkDelay));
            case ScriptedModelScript.DieMidstream(boolean reset) -> die(call, reset);
            case ScriptedModelScript.ErrorMidstream() -> fail(call);
            case ScriptedModelScript.Early() -> answerEarly(call);
            case ScriptedModelScript.Garbage() -> babble();
            case ScriptedModelScript.ServerError() -> send(api.serverError());
            case ScriptedModelScript.RateLimited() -> send(api.rateLimited());
        }
    }

    private void speak(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown, Duration delay) {
        ScriptedModelAnswer answer = api.answer(call, text, usageKnown);
        meter.bill(call.prompt().words());
        if (!call.stream()) {
            meter.bill(answer.tokens());
            send(ScriptedModelResponses.json(HttpResponseStatus.OK, answer.whole()));
            return;
        }
        relay(answer.events(), delay, this::last);
    }

    /** An error in the midst of a stream; what is not streamed fails as a whole. */
    private void fail(ScriptedModelCall call) {
        if (!call.stream()) {
            send(api.serverError());
            return;
        }
        ScriptedModelAnswer answer = api.answer(call, ScriptedModelText.sentence(call), true);
        meter.bill(call.prompt().words());
        relay(Stream.concat(answer.beginning(), Stream.of(answer.interruption())), chunkDelay, this::last);
    }

    private void relay(Stream<ScriptedModelAnswer.Event> events, Duration delay, Runnable then) {
        context.writeAndFlush(dressed(ScriptedModelResponses.eventStream()));
        stream = new ScriptedModelStream(context, events.iterator(), delay, meter, then);
        stream.go();
    }

    private void last() {
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(sent -> end());
    }

    /** A stream ends after a few chunks, a plain answer in the middle of its body. */
    private void die(ScriptedModelCall call, boolean reset) {
        ScriptedModelAnswer answer = api.answer(call, ScriptedModelText.sentence(call), true);
        meter.bill(call.prompt().words());
        if (reset) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (call.stream()) {
            relay(answer.beginning(), chunkDelay, this::close);
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
        ScriptedModelAnswer answer = api.answer(call, ScriptedModelText.sentence(call), true);
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
        api.dress(response.headers());
        return response;
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
