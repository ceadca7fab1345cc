package io.tokenward.proxy.demo;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;

/**
 * Sends the events of one answer, one after the other with a pause between them, and none while the reader is slow.
 * Owned by the event loop of its connection.
 */
final class ScriptedModelStream {
    private final ChannelHandlerContext context;
    private final Iterator<ScriptedModelAnswer.Event> events;
    private final Duration delay;
    private final ScriptedModelMeter meter;
    private final Runnable end;
    private boolean waitingForReader;

    ScriptedModelStream(ChannelHandlerContext context, Iterator<ScriptedModelAnswer.Event> events, Duration delay,
            ScriptedModelMeter meter, Runnable end) {
        this.context = context;
        this.events = events;
        this.delay = delay;
        this.meter = meter;
        this.end = end;
    }

    /** Sends what may go now and arranges for the rest. */
    void go() {
        while (context.channel().isActive()) {
            if (!events.hasNext()) {
                end.run();
                return;
            }
            if (!context.channel().isWritable()) {
                waitingForReader = true;
                return;
            }
            send(events.next());
            if (delay.isPositive()) {
                context.executor().schedule(this::go, delay.toNanos(), TimeUnit.NANOSECONDS);
                return;
            }
        }
    }

    /** The channel may be writable again. */
    void resume() {
        if (waitingForReader && context.channel().isWritable()) {
            waitingForReader = false;
            go();
        }
    }

    private void send(ScriptedModelAnswer.Event event) {
        meter.bill(event.tokens());
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(event.bytes())));
    }
}
