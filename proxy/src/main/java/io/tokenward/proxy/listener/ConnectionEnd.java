package io.tokenward.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
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
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("HTTP/2 connection: {}", cause.toString());
        if (!(cause instanceof Http2Exception)) ctx.close();
    }
}
