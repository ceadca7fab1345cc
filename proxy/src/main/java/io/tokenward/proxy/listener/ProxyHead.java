package io.tokenward.proxy.listener;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.tokenward.proxy.exchange.ClientAddress;
import io.tokenward.proxy.loop.Countdown;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the head of the PROXY protocol, version 1 or 2, that a trusted load balancer puts before a connection, and remembers
 * the address in it. A connection that begins otherwise, or does not come to the head's end in time, is closed without an
 * answer: the protocol must not be guessed. One instance per connection.
 */
final class ProxyHead extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHead.class);
    /** Balancers of clouds add some tens of bytes about themselves. */
    private static final int MOST_EXTENSION_BYTES = 1024;

    private final Duration limit;
    private final Consumer<ChannelPipeline> next;
    private @Nullable Countdown countdown;

    private ProxyHead(Duration limit, Consumer<ChannelPipeline> next) {
        this.limit = limit;
        this.next = next;
    }

    /** Begins a pipeline; {@code next} adds what reads the bytes behind the head. */
    static void before(ChannelPipeline pipeline, Duration limit, Consumer<ChannelPipeline> next) {
        ChannelHandler[] both = {new HAProxyMessageDecoder(MOST_EXTENSION_BYTES), new ProxyHead(limit, next)};
        pipeline.addLast(both);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        countdown = new Countdown(ctx::close);
        countdown.start(ctx.executor(), limit);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (countdown != null) countdown.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage head)) {
            ctx.fireChannelRead(message);
            return;
        }
        try {
            // A balancer that looks whether we live speaks for itself, as one does that does not know.
            if (head.command() == HAProxyCommand.PROXY && head.sourceAddress() != null)
                remember(ctx, head.sourceAddress());
        } finally {
            head.release();
        }
        next.accept(ctx.pipeline());
        ctx.pipeline().remove(this);
    }

    private static void remember(ChannelHandlerContext ctx, String source) {
        try {
            ClientAddress.put(ctx.channel(), InetAddress.ofLiteral(source));
        } catch (IllegalArgumentException local) {
            // The source of a Unix domain socket is a path: then the balancer is the nearest that has an address.
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("No PROXY head from {}: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }
}
