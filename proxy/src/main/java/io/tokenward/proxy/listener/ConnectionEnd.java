package io.tokenward.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an HTTP/2 connection's pipeline. What clients do wrong has been answered by the codec; a line in the log for
 * each would be a way to fill disks.
 */
final class ConnectionEnd extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEnd.class);

    private @Nullable Draining told;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Frames of the connection, such as SETTINGS and PING, which the codec has dealt with.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Draining step) goAway(ctx, step);
        ctx.fireUserEventTriggered(event);
    }

    /** In two steps (RFC 9113 §6.8), so that requests on their way are served, and later ones known not to have been. */
    private void goAway(ChannelHandlerContext ctx, Draining step) {
        Http2Connection connection = ctx.pipeline().get(Http2FrameCodec.class).connection();
        boolean last = step == Draining.NO_MORE_REQUESTS;
        // A connection that was made for a request brings it.
        if (last && connection.remote().lastStreamCreated() == 0) return;
        if (step != told) {
            var frame = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
            frame.setExtraStreamIds(last ? 0 : Integer.MAX_VALUE);
            ctx.writeAndFlush(frame);
            told = step;
        }
        if (last && connection.numActiveStreams() == 0) ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("HTTP/2 connection: {}", cause.toString());
        if (!(cause instanceof Http2Exception)) ctx.close();
    }
}
