package io.tokenward.proxy.listener;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * How bytes move on this machine: epoll where it exists, NIO elsewhere, io_uring only where asked for
 * ({@code -Dtokenward.transport=io_uring}), since containers commonly forbid it.
 *
 * @param name {@code epoll}, {@code nio} or {@code io_uring}
 * @param handlers makes the event loops' handlers
 * @param server listening channels
 * @param client connecting channels
 * @param unixServer channels that listen on Unix domain sockets
 */
public record Transport(String name, IoHandlerFactory handlers, Class<? extends ServerSocketChannel> server,
        Class<? extends SocketChannel> client, Class<? extends ServerChannel> unixServer) {

    /** The one that {@code -Dtokenward.transport} names and that works here, else the best that works. */
    public static Transport choose() {
        String wanted = System.getProperty("tokenward.transport", "epoll");
        if (wanted.equals("io_uring") && IoUring.isAvailable()) {
            return new Transport("io_uring", IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class,
                    IoUringSocketChannel.class, IoUringServerDomainSocketChannel.class);
        }
        if (!wanted.equals("nio") && Epoll.isAvailable()) {
            return new Transport("epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class,
                    EpollSocketChannel.class, EpollServerDomainSocketChannel.class);
        }
        return new Transport("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class,
                NioServerDomainSocketChannel.class);
    }

    /** Event loops on this transport. */
    public EventLoopGroup loops(int threads) {
        return new MultiThreadIoEventLoopGroup(threads, handlers);
    }

    /** Whether sockets that others have made can be used. */
    boolean adopts() {
        return name.equals("epoll");
    }

    /** A channel over a TCP socket that listens already. */
    ServerChannel adopted(int descriptor) {
        return new EpollServerSocketChannel(descriptor);
    }

    /** A channel over a Unix domain socket that listens already. */
    ServerChannel adoptedUnix(int descriptor) {
        return new EpollServerDomainSocketChannel(descriptor);
    }

    /** A file as an address that {@link #unixServer} can be bound to. */
    SocketAddress unixAddress(Path file) {
        return name.equals("nio") ? UnixDomainSocketAddress.of(file) : new DomainSocketAddress(file.toString());
    }
}
