package io.tokenward.proxy.metric;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Answers one request a connection: who asks for health asks seldom, and a body is never waited for. */
final class HealthHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;
    private final Readiness readiness;
    private boolean answered;

    HealthHandler(Metrics metrics, Readiness readiness) {
        this.metrics = metrics;
        this.readiness = readiness;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (answered || !(message instanceof HttpRequest request)) return;
        answered = true;
        if (request.decoderResult().isFailure()) {
            answer(ctx, request, HttpResponseStatus.BAD_REQUEST, JSON, "{\"error\":\"not well-formed HTTP\"}");
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            answer(ctx, request, HttpResponseStatus.METHOD_NOT_ALLOWED, JSON, "{\"error\":\"GET or HEAD\"}");
        } else {
            get(ctx, request);
        }
    }

    private void get(ChannelHandlerContext ctx, HttpRequest request) {
        switch (request.uri()) {
            case "/live" -> answer(ctx, request, HttpResponseStatus.OK, JSON, "{\"live\":true}");
            case "/ready" -> {
                List<String> missing = readiness.missing();
                answer(ctx, request, missing.isEmpty() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                        JSON, "{\"ready\":" + missing.isEmpty() + ",\"missing\":[" + quoted(missing) + "]}");
            }
            case "/metrics" -> answer(ctx, request, HttpResponseStatus.OK, PROMETHEUS, metrics.scrape());
            default -> answer(ctx, request, HttpResponseStatus.NOT_FOUND, JSON,
                    "{\"error\":\"only /live, /ready and /metrics are here\"}");
        }
    }

    private static String quoted(List<String> texts) {
        return texts.stream()
                .map(text -> "\"" + text.replaceAll("[\"\\\\\\p{Cntrl}]", "'") + "\"")
                .collect(Collectors.joining(","));
    }

    private static void answer(ChannelHandlerContext ctx, HttpRequest request, HttpResponseStatus status, String type,
            String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        boolean head = request.method().equals(HttpMethod.HEAD);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED))
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
