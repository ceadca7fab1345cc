package io.tokenward.proxy.listener;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.tokenward.proxy.loop.Countdown;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/1.1 connection whose first head does not come, or that lies idle between requests. Silent while an
 * exchange is under way: slow models are no fault. Closes idle ones at once when the proxy takes no more. One instance per connection.
 */
final class HeadTimeout extends ChannelDuplexHandler {
    /** After which a client is not about to send, most likely. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Duration first;
    private final Duration between;
    private @Nullable Countdown countdown;
    private int underWay;
    private boolean served;
    private long idleSince;

    HeadTimeout(Duration first, Duration between) {
        this.first = first;
        this.between = between;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        arm(ctx, first);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            underWay++;
            served = true;
            disarm();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean informational = message instanceof HttpResponse head && head.status().code() < 200;
        if (message instanceof LastHttpContent && !informational && --underWay <= 0) {
            underWay = 0;
            idleSince = System.nanoTime();
            arm(ctx, between);
        }
        ctx.write(message, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // A connection that was made for a request brings it, and one that was just answered may bring another.
        boolean idle = served && underWay == 0 && System.nanoTime() - idleSince > IDLE.toNanos();
        if (event == Draining.NO_MORE_REQUESTS && idle) ctx.close();
        ctx.fireUserEventTriggered(event);
    }

    private void arm(ChannelHandlerContext ctx, Duration limit) {
        Countdown running = countdown;
        if (running == null) {
            running = new Countdown(ctx::close);
            countdown = running;
        }
        running.start(ctx.executor(), limit);
    }

    private void disarm() {
        if (countdown != null) countdown.stop();
    }

    private void end() {
        if (countdown != null) countdown.close();
    }
}
