package io.tokenward.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;

/** Says when the answer of an HTTP/2 stream has been written to its end. One instance per stream. */
final class AnsweredStream extends ChannelOutboundHandlerAdapter {
    private final Runnable answered;

    /** @param answered called on the event loop, once at most */
    AnsweredStream(Runnable answered) {
        this.answered = answered;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean last = message instanceof Http2DataFrame data && data.isEndStream()
                || message instanceof Http2HeadersFrame headers && headers.isEndStream();
        // Of a stream that is reset before, the write fails.
        ctx.write(message, last
                ? promise.unvoid()
                        .addListener(written -> {
                            if (written.isSuccess()) answered.run();
                        })
                : promise);
    }
}
