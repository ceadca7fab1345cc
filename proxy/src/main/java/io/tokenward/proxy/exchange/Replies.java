package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.dialect.ErrorBody;
import io.tokenward.proxy.limit.PackageStanding;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.proxy.problem.Denied;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.nio.charset.StandardCharsets;

/** Answers of our own, and the two ways to end a connection or stream. */
final class Replies {
    /** On answers to payers whose package is nearly or quite used up. */
    static final String PACKAGE = "x-tokenward-package";

    private Replies() {}

    /** {@code 100 Continue}. */
    static void proceed(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    /** A refusal in the dialect of the route, or in that of the first dialect where no route was found. */
    static ErrorBody error(Exchange exchange, Denied denied) {
        Dialect dialect = exchange.match == null ? Dialects.standard().getFirst() : exchange.match.dialect();
        ErrorBody error = dialect.error(denied, exchange.id, exchange.call);
        Optional<String> little = little(exchange, denied);
        if (little.isEmpty()) return error;
        Map<String, String> headers = new HashMap<>(error.headers());
        headers.put(PACKAGE, little.get());
        return new ErrorBody(error.status(), error.contentType(), headers, error.body());
    }

    /** What the header says of the package: as it was on entry, and else that it is spent, if that refused the entry. */
    private static Optional<String> little(Exchange exchange, Denied denied) {
        if (exchange.ticket != null) return exchange.ticket.permit().standing().map(PackageStanding::words);
        return denied.limit().equals(TokenPackage.LIMIT)
                ? Optional.of(new PackageStanding(100, 0).words())
                : Optional.empty();
    }

    /** Sends a refusal. */
    static void refusal(ChannelHandlerContext ctx, ErrorBody error, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(error.status()),
                Unpooled.wrappedBuffer(error.body()));
        error.headers().forEach((name, value) -> response.headers().set(name, value));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, error.contentType());
        HttpUtil.setContentLength(response, error.body().length);
        if (!keepAlive) response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response);
    }

    /** Ends an event stream with an error that clients raise; what stands half there is ended first. */
    static void lastEvent(ChannelHandlerContext ctx, Exchange exchange, Denied denied) {
        Dialect dialect = requireNonNull(exchange.match).dialect();
        byte[] event = dialect.streamError(requireNonNull(exchange.match).operation(), denied, exchange.id);
        if (!exchange.lineEnded)
            ctx.write(new DefaultHttpContent(Unpooled.copiedBuffer("\n\n", StandardCharsets.US_ASCII)));
        ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(event)));
        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Ends a connection or stream after all that was written. */
    static void close(ChannelHandlerContext ctx, boolean requestComplete) {
        if (ctx.channel() instanceof Http2StreamChannel && !requestComplete) {
            // NO_ERROR tells the client to stop sending without doubting the answer (RFC 9113 §8.1).
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR)).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Ends a connection or stream in the middle of an answer, so that nobody takes it for whole. */
    static void cut(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof Http2StreamChannel) {
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.flush();
            ctx.close();
        }
    }
}
