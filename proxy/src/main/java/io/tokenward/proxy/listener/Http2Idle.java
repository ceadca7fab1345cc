package io.tokenward.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Closes an HTTP/2 connection without streams that lies idle; one with streams may wait for its model. */
final class Http2Idle extends IdleStateHandler {
    Http2Idle(Duration limit) {
        super(0, 0, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        Http2FrameCodec codec = ctx.pipeline().get(Http2FrameCodec.class);
        boolean busy = codec != null && codec.connection().numActiveStreams() > 0;
        if (event.state() == IdleState.ALL_IDLE && !busy) ctx.close();
    }
}
