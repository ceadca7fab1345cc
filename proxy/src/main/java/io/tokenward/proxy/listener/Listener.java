package io.tokenward.proxy.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** One listening socket and the connections that came through it. Thread-safe. */
public final class Listener {
    private final Channel server;
    private final ChannelGroup connections;

    private Listener(Channel server, ChannelGroup connections) {
        this.server = server;
        this.connections = connections;
    }

    /**
     * Listens on {@code address}; port 0 takes a free one.
     *
     * @throws IOException where it cannot be bound, with the mend in the message
     */
    public static Listener bind(InetSocketAddress address, Transport transport, EventLoopGroup acceptor,
            EventLoopGroup workers,
            ConnectionInitializer.Settings settings) throws IOException {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        ChannelFuture bound = new ServerBootstrap().group(acceptor, workers)
                .channel(transport.server())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ConnectionInitializer(settings, connections))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) throw unbound(address, bound.cause());
        return new Listener(bound.channel(), connections);
    }

    /** The port in use. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Connections open now. */
    public int connections() {
        return connections.size();
    }

    /** Accepts no more. */
    public void stopAccepting() {
        server.close().awaitUninterruptibly();
    }

    /** Cuts all connections. */
    public void closeConnections() {
        connections.close().awaitUninterruptibly();
    }

    private static IOException unbound(InetSocketAddress address, Throwable cause) {
        String where = address.getHostString() + ":" + address.getPort();
        boolean inUse = cause instanceof BindException || String.valueOf(cause.getMessage()).contains("in use");
        String mend = inUse
                ? "another program listens there; stop it or choose another address in listeners"
                : "choose an address of this machine and a port this user may bind";
        return new IOException("cannot listen on " + where + " (" + cause.getMessage() + "): " + mend, cause);
    }
}
