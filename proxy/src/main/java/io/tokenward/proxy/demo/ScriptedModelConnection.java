package io.tokenward.proxy.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * One connection: collects a request, has it answered, then takes the next. Owned by its event loop.
 *
 * <p>Reading never pauses, since a closed connection is only noticed by reading; a request that comes while another is
 * being answered waits in a queue.
 */
final class ScriptedModelConnection extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptedModelConnection.class);
    private static final int MAX_BODY_BYTES = 64 << 20;
    private static final String EARLY = "\"script-early\"";
    /** An early answer is asked for near the beginning of the body; looking further would cost the square of its length. */
    private static final int EARLY_WITHIN_BYTES = 4096;

    private final ScriptedModelMeter meter;
    private final Duration chunkDelay;
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
    private @Nullable HttpRequest head;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable ScriptedModelExchange current;
    private boolean deaf;

    private record Asked(HttpRequest head, byte[] body) {}

    ScriptedModelConnection(ScriptedModelMeter meter, Duration chunkDelay) {
        this.meter = meter;
        this.chunkDelay = chunkDelay;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (deaf) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "The request is not well-formed HTTP.");
            return;
        }
        if (message instanceof HttpRequest request) {
            begin(context, request);
        }
        if (message instanceof HttpContent content && head != null) {
            collect(context, head, content);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        head = request;
        body = new ByteArrayOutputStream();
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void collect(ChannelHandlerContext context, HttpRequest request, HttpContent content) {
        if (body.size() + content.content().readableBytes() > MAX_BODY_BYTES) {
            refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.");
            return;
        }
        boolean mayAskForEarly = body.size() < EARLY_WITHIN_BYTES;
        append(content.content());
        if (content instanceof LastHttpContent) {
            head = null;
            waiting.add(new Asked(request, body.toByteArray()));
            next(context);
        } else if (mayAskForEarly && current == null && body.toString(StandardCharsets.ISO_8859_1).contains(EARLY)) {
            deaf = true;
            waiting.add(new Asked(request, earlyBody()));
            next(context);
        }
    }

    /** Stands for a body of which the rest has not been read. */
    private static byte[] earlyBody() {
        return "{\"model\":\"script-early\",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}"
                .getBytes(StandardCharsets.UTF_8);
    }

    private void append(ByteBuf bytes) {
        try {
            bytes.getBytes(bytes.readerIndex(), body, bytes.readableBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void next(ChannelHandlerContext context) {
        Asked asked = current == null ? waiting.poll() : null;
        if (asked == null) {
            return;
        }
        HttpHeaders headers = asked.head().headers();
        meter.asked(headers.get(HttpHeaderNames.AUTHORIZATION, headers.get("x-api-key", "")));
        meter.body(asked.body());
        var exchange = new ScriptedModelExchange(context, asked.head(), meter, chunkDelay, () -> {
            current = null;
            next(context);
        });
        current = exchange;
        exchange.answer(asked.body());
    }

    private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String text) {
        deaf = true;
        var response = new OpenAiApi("").refused(status, text);
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response).addListener(sent -> context.close());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (current != null) {
            current.resume();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (current != null) {
            current.abandon();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset by the peer is an everyday thing; closing leads to channelInactive, which does the counting.
        if (!(cause instanceof IOException)) {
            LOG.error("The scripted model failed", cause);
        }
        context.close();
    }
}
