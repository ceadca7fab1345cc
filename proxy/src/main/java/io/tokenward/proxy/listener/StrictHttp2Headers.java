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
 * What the codec lets pass and RFC 9113 calls malformed (§8.2.1, §8.3.1): blanks at the end of a value, a request without a
 * scheme or with one that is none. One instance per stream.
 */
final class StrictHttp2Headers extends ChannelInboundHandlerAdapter {
    private boolean malformed;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        malformed |= message instanceof Http2HeadersFrame frame && !acceptable(frame.headers());
        if (!malformed) {
            ctx.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private static boolean acceptable(Http2Headers headers) {
        if (headers.method() != null && !"https".contentEquals(orEmpty(headers.scheme()))) return false;
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
