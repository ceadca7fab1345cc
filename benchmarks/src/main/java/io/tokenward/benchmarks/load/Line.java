package io.tokenward.benchmarks.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Sends one request at a time: a connection of HTTP/1.1, or one stream after the other on a connection of HTTP/2. Owned by
 * the event loop of its channel.
 */
final class Line {
    /** What a request came to; the text tells why it is not a success. */
    interface Done {
        void answered(int status, String text);
    }

    private static final int TEXT_KEPT = 300;

    private final Channel channel;
    private final Target target;
    private @Nullable Done done;
    private int status;
    private String text = "";

    Line(Channel channel, Target target) {
        this.channel = channel;
        this.target = target;
        if (!target.h2()) channel.pipeline().addLast(new Answer());
    }

    void send(byte[] body, Done then) {
        done = then;
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target.path(),
                Unpooled.wrappedBuffer(body));
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + target.key())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.USER_AGENT, "tokenward-benchmarks")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (target.h2()) onStream(request);
        else
            channel.writeAndFlush(request).addListener(this::failed);
    }

    private void onStream(FullHttpRequest request) {
        request.headers().set(ExtensionHeaderNames.SCHEME.text(), "https");
        new Http2StreamChannelBootstrap(channel).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), new Answer());
            }
        }).open().addListener((Future<Http2StreamChannel> opened) -> {
            if (opened.isSuccess()) {
                opened.getNow().writeAndFlush(request).addListener(this::failed);
            } else {
                request.release();
                failed(opened);
            }
        });
    }

    private void failed(Future<?> written) {
        if (!written.isSuccess()) end(0, "not sent: " + written.cause());
    }

    private void end(int finalStatus, String finalText) {
        Done then = done;
        done = null;
        if (then != null) then.answered(finalStatus, finalText);
    }

    void close() {
        done = null;
        channel.close();
    }

    private final class Answer extends SimpleChannelInboundHandler<HttpObject> {
        /** A stream may close after the line has begun its next one; that is no failure of the next. */
        private boolean spent;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject object) {
            if (object instanceof HttpResponse head) {
                status = head.status().code();
                text = "";
            }
            if (object instanceof HttpContent content && status != 200 && text.length() < TEXT_KEPT)
                text += content.content().toString(StandardCharsets.UTF_8);
            if (object instanceof LastHttpContent) {
                spent = target.h2();
                end(status, text);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!spent) end(0, "closed before the answer was complete");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!spent) end(0, "failed: " + cause);
            ctx.close();
        }
    }
}
