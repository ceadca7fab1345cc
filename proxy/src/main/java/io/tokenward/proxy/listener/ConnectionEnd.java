package io.tokenward.proxy.listener;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an HTTP/2 connection's pipeline. What clients do wrong has been answered by the codec; a line in the log for
 * each would be a way to fill disks.
 */
final class ConnectionEnd extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEnd.class);

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
    private static void goAway(ChannelHandlerContext ctx, Draining step) {
        var frame = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
        frame.setExtraStreamIds(step == Draining.LAST_REQUESTS ? Integer.MAX_VALUE : 0);
        ChannelFuture told = ctx.writeAndFlush(frame);
        var codec = ctx.pipeline().get(Http2FrameCodec.class);
        if (step == Draining.NO_MORE_REQUESTS && codec.connection().numActiveStreams() == 0)
            told.addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("HTTP/2 connection: {}", cause.toString());
        if (!(cause instanceof Http2Exception)) ctx.close();
    }
}
