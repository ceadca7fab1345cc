package io.tokenward.proxy.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

/** What is asked for on a connection or stream, one message at a time, and what came before its time. Event loop only. */
final class CallerReads {
    /** What a pipelining client sent before its last answer was complete: one message, since no more is asked for. */
    private @Nullable Object early;
    /** A read was asked for and nothing has come yet. */
    private boolean asked;

    void ask(ChannelHandlerContext ctx) {
        if (asked) return;
        asked = true;
        ctx.read();
    }

    boolean asked() {
        return asked;
    }

    /** A message has come. */
    void came() {
        asked = false;
    }

    /** A read cycle may end without a message (the rest of a TLS record is still to come): then it takes another. */
    void complete(ChannelHandlerContext ctx) {
        if (asked) ctx.read();
    }

    /** Keeps a message for the next exchange. */
    void keep(Object message) {
        if (early == null) {
            early = message;
        } else {
            ReferenceCountUtil.release(message);
            throw new IllegalStateException("a second message without a read");
        }
    }

    boolean hasEarly() {
        return early != null;
    }

    /** What was kept, which the taker releases. */
    @Nullable
    Object takeEarly() {
        Object kept = early;
        early = null;
        return kept;
    }
}
