package io.tokenward.proxy.listener;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * How a new process takes the place of an old one without refusing a connection. The old one listens on a Unix domain socket
 * of its own; who connects and asks for it is given the listening sockets themselves (SCM_RIGHTS, unix(7)), with all
 * connections that wait in them, and tells the old one when it has them. Two processes that bind one port would lose what
 * waits for the one that closes its own. Thread-safe.
 */
public final class Handover implements AutoCloseable {
    /** What the new process asks: for the sockets, and that the old one accepts no more. */
    private static final byte GIVE = 'G';
    private static final byte TAKEN = 'T';
    private static final int SECONDS = 10;

    private final Channel server;
    private final SocketFile file;

    private Handover(Channel server, SocketFile file) {
        this.server = server;
        this.file = file;
    }

    /**
     * Waits for a process that takes over. Whatever listened at that path does so no more.
     *
     * @param path of the socket, which only the user of this process can connect to
     * @param taken run once the other has the sockets, on an event loop
     * @throws IOException if it cannot be made, with the mend in the message
     */
    public static Handover serve(Path path, Listener.Loops loops, List<Listener> listeners, Runnable taken)
            throws IOException {
        requireEpoll(loops);
        var file = new SocketFile(path, PosixFilePermissions.fromString("rw-------"));
        List<Channel> sockets = listeners.stream().filter(Listener::passable).map(Listener::server).toList();
        try {
            Path fresh = file.fresh();
            Channel server = new ServerBootstrap().group(loops.acceptor())
                    .channel(loops.transport().unixServer())
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel other) {
                            other.pipeline().addLast(new Giving(sockets, taken));
                        }
                    })
                    .bind(loops.transport().unixAddress(fresh))
                    .sync()
                    .channel();
            file.publish(fresh);
            return new Handover(server, file);
        } catch (IOException failed) {
            throw new IOException("handover.socket: " + path + ": " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while making " + path, stopped);
        }
    }

    /**
     * The sockets of the process that waits at that path; none where nobody does.
     *
     * @throws IOException if it does not answer
     */
    public static Optional<InheritedSockets> ask(Path path, Listener.Loops loops) throws IOException {
        requireEpoll(loops);
        if (!Files.exists(path) || new SocketFile(path, Set.of()).free()) return Optional.empty();
        Queue<Integer> descriptors = new ConcurrentLinkedQueue<>();
        Channel channel = connect(path, loops, new SimpleChannelInboundHandler<FileDescriptor>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, FileDescriptor descriptor) {
                descriptors.add(descriptor.intValue());
            }
        });
        send(channel, GIVE, path);
        return Optional.of(InheritedSockets.of(List.copyOf(descriptors)));
    }

    /** Tells the process that waits at that path that its sockets are served. */
    public static void taken(Path path, Listener.Loops loops) throws IOException {
        send(connect(path, loops, new ChannelInboundHandlerAdapter()), TAKEN, path);
    }

    private static Channel connect(Path path, Listener.Loops loops, ChannelInboundHandlerAdapter handler)
            throws IOException {
        var connected = new Bootstrap().group(loops.workers())
                .channel(EpollDomainSocketChannel.class)
                .option(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
                .handler(handler)
                .connect(loops.transport().unixAddress(path))
                .awaitUninterruptibly();
        if (!connected.isSuccess())
            throw new IOException("handover.socket: " + path + ": " + connected.cause().getMessage(),
                    connected.cause());
        return connected.channel();
    }

    /** The other closes the connection when it has done what it was asked. */
    private static void send(Channel channel, byte what, Path path) throws IOException {
        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[]{what}));
        if (!channel.closeFuture().awaitUninterruptibly(SECONDS, TimeUnit.SECONDS)) {
            channel.close();
            throw new IOException("handover.socket: " + path + ": the proxy there did not answer within " + SECONDS
                    + " s; stop it first");
        }
    }

    private static void requireEpoll(Listener.Loops loops) throws IOException {
        if (!loops.transport().adopts())
            throw new IOException("handover needs the transport epoll of Linux, not " + loops.transport().name()
                    + "; take it out of the configuration");
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        file.remove();
    }

    /** The old one's side of one connection. */
    private static final class Giving extends SimpleChannelInboundHandler<ByteBuf> {
        private final List<Channel> sockets;
        private final Runnable taken;

        Giving(List<Channel> sockets, Runnable taken) {
            this.sockets = sockets;
            this.taken = taken;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf asked) {
            byte what = asked.readByte();
            if (what == TAKEN) taken.run();
            if (what == GIVE) {
                for (Channel socket : sockets)
                    ctx.write(((UnixChannel) socket).fd());
            }
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
