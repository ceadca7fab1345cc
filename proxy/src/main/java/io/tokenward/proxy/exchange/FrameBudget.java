package io.tokenward.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts the bytes of a frame that has not come to its end against the budget of bodies: it stands before the decoder, which
 * keeps them. One instance per connection; event loop only.
 */
final class FrameBudget extends ChannelInboundHandlerAdapter {
    /** A frame of up to so many bytes is not counted: connections have buffers as large. */
    private static final int FREE = 64 << 10;

    private final BodyBudget budget;
    private long waiting;
    private long taken;

    FrameBudget(BodyBudget budget) {
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            waiting += bytes.readableBytes();
            long more = Math.max(0, waiting - FREE - taken);
            if (more > 0 && !budget.tryTake(more)) {
                bytes.release();
                ctx.close();
                return;
            }
            taken += more;
        }
        ctx.fireChannelRead(message);
    }

    /** A frame has left the decoder; what it still holds came with the same read. */
    void whole() {
        budget.release(taken);
        taken = 0;
        waiting = 0;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        whole();
    }
}
