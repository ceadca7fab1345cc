package io.tokenward.proxy.listener;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/1.1 connection whose first head does not come, or that lies idle between requests. Silent while an
 * exchange is under way: slow models are no fault. One instance per connection.
 */
final class HeadTimeout extends ChannelDuplexHandler {
    private final Duration first;
    private final Duration between;
    private @Nullable Future<?> timer;
    private int underWay;

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
        disarm();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            underWay++;
            disarm();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean informational = message instanceof HttpResponse head && head.status().code() < 200;
        if (message instanceof LastHttpContent && !informational && --underWay <= 0) {
            underWay = 0;
            arm(ctx, between);
        }
        ctx.write(message, promise);
    }

    private void arm(ChannelHandlerContext ctx, Duration limit) {
        disarm();
        timer = ctx.executor().schedule(() -> ctx.close(), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (timer != null) timer.cancel(false);
        timer = null;
    }
}
