package io.tokenward.proxy.listener;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;

/**
 * What the codec lets pass and RFC 9113 calls malformed (§8.2.1, §8.3.1): blanks at the end of a value, a request without
 * method or path, without a scheme or with one that is none. One instance per stream.
 */
final class StrictHttp2Headers extends ChannelInboundHandlerAdapter {
    private boolean malformed;
    private boolean begun;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Http2HeadersFrame frame) {
            malformed |= !acceptable(frame.headers()) || !begun && !request(frame.headers());
            begun = true;
        }
        if (!malformed) {
            ctx.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Without a method the codec would take it for trailers of nothing, and the stream would wait for ever. */
    private static boolean request(Http2Headers headers) {
        return !orEmpty(headers.method()).isEmpty() && !orEmpty(headers.path()).isEmpty()
                && "https".contentEquals(orEmpty(headers.scheme()));
    }

    private static boolean acceptable(Http2Headers headers) {
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence value = field.getValue();
            char last = value.isEmpty() ? 'x' : value.charAt(value.length() - 1);
            if (last == ' ' || last == '\t') return false;
        }
        return true;
    }

    private static CharSequence orEmpty(@org.jspecify.annotations.Nullable CharSequence text) {
        return text == null ? "" : text;
    }
}
