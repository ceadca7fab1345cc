package io.tokenward.proxy.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/** The caller's side of a session. */
final class SessionClient extends ChannelInboundHandlerAdapter {
    private final Session session;
    private final FrameBudget budget;

    SessionClient(Session session, FrameBudget budget) {
        this.session = session;
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        budget.whole();
        if (message instanceof WebSocketFrame frame) {
            session.fromClient(frame);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.clientReadComplete(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        session.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.clientLeft();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            session.violated(broken.closeStatus(), broken.closeStatus().reasonText());
        } else {
            session.clientLeft();
            ctx.close();
        }
    }
}
