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
import java.nio.file.Path;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/** One listening socket and the connections that came through it. Thread-safe. */
public final class Listener {
    private final Channel server;
    private final ConnectionInitializer initializer;
    private final ChannelGroup connections;
    private final @Nullable SocketFile file;

    private Listener(Channel server, ConnectionInitializer initializer, ChannelGroup connections,
            @Nullable SocketFile file) {
        this.server = server;
        this.initializer = initializer;
        this.connections = connections;
        this.file = file;
    }

    /** What all listeners of a process share: the kind of sockets, the loop that accepts and those that serve. */
    public record Loops(Transport transport, EventLoopGroup acceptor, EventLoopGroup workers) {}

    /**
     * Listens on {@code address}; port 0 takes a free one.
     *
     * @param inherited a socket that listens there already is taken from these
     * @throws IOException where it cannot be bound, with the mend in the message
     */
    public static Listener bind(InetSocketAddress address, Loops loops, InheritedSockets inherited,
            ConnectionInitializer.Settings settings) throws IOException {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        var initializer = new ConnectionInitializer(settings, connections);
        OptionalInt descriptor = inherited.take(address);
        ServerBootstrap bootstrap = bootstrap(loops, initializer).childOption(ChannelOption.TCP_NODELAY, true);
        ChannelFuture bound = descriptor.isPresent()
                ? bootstrap.channelFactory(() -> loops.transport().adopted(descriptor.getAsInt())).register()
                : bootstrap.channel(loops.transport().server())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .bind(address);
        if (!bound.awaitUninterruptibly().isSuccess()) throw unbound(address, bound.cause());
        return new Listener(bound.channel(), initializer, connections, null);
    }

    /**
     * Listens on a Unix domain socket.
     *
     * @param replace whether a proxy that listens there is replaced: see {@link Handover}
     */
    public static Listener bind(UnixSocket socket, boolean replace, Loops loops, InheritedSockets inherited,
            ConnectionInitializer.Settings settings) throws IOException {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        var initializer = new ConnectionInitializer(settings, connections);
        OptionalInt descriptor = inherited.take(socket.file());
        if (descriptor.isPresent()) {
            ChannelFuture adopted = bootstrap(loops, initializer)
                    .channelFactory(() -> loops.transport().adoptedUnix(descriptor.getAsInt()))
                    .register()
                    .awaitUninterruptibly();
            if (!adopted.isSuccess())
                throw new IOException("cannot listen on unix:" + socket.file() + ", which was handed over: "
                        + adopted.cause().getMessage(), adopted.cause());
            return new Listener(adopted.channel(), initializer, connections, null);
        }
        var file = new SocketFile(socket.file(), socket.mode());
        try {
            if (!replace && !file.free())
                throw new IOException("another program listens there; stop it or choose another path in listeners");
            Path fresh = file.fresh();
            ChannelFuture bound = bootstrap(loops, initializer).channel(loops.transport().unixServer())
                    .bind(loops.transport().unixAddress(fresh))
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) throw new IOException(bound.cause().getMessage(), bound.cause());
            file.publish(fresh);
            return new Listener(bound.channel(), initializer, connections, file);
        } catch (IOException failed) {
            throw new IOException("cannot listen on unix:" + socket.file() + ": " + failed.getMessage(), failed);
        }
    }

    private static ServerBootstrap bootstrap(Loops loops, ConnectionInitializer initializer) {
        return new ServerBootstrap().group(loops.acceptor(), loops.workers())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(initializer);
    }

    /** The port in use, or -1 of a Unix domain socket. */
    public int port() {
        return server.localAddress() instanceof InetSocketAddress address ? address.getPort() : -1;
    }

    Channel server() {
        return server;
    }

    /** Whether another process needs the socket itself to take over; one with a file of ours is replaced by name. */
    boolean passable() {
        return file == null;
    }

    /** Connections open now. */
    public int connections() {
        return connections.size();
    }

    /** Accepts no more; connections are told to send their last requests. */
    public void stopAccepting() {
        initializer.drain();
        server.close().awaitUninterruptibly();
        if (file != null) file.remove();
        tell(Draining.LAST_REQUESTS);
    }

    /** Closes idle connections; what is under way goes on. */
    public void closeIdle() {
        tell(Draining.NO_MORE_REQUESTS);
    }

    /** Cuts all connections. */
    public void closeConnections() {
        connections.close().awaitUninterruptibly();
    }

    private void tell(Draining step) {
        for (Channel connection : connections)
            connection.pipeline().fireUserEventTriggered(step);
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
