package io.tokenward.proxy.listener;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/**
 * How bytes move on this machine: epoll where it exists, NIO elsewhere, io_uring only where asked for
 * ({@code -Dtokenward.transport=io_uring}), since containers commonly forbid it.
 *
 * @param name {@code epoll}, {@code nio} or {@code io_uring}
 * @param handlers makes the event loops' handlers
 * @param server listening channels
 * @param client connecting channels
 */
public record Transport(String name, IoHandlerFactory handlers, Class<? extends ServerSocketChannel> server,
        Class<? extends SocketChannel> client) {

    /** The one that {@code -Dtokenward.transport} names and that works here, else the best that works. */
    public static Transport choose() {
        String wanted = System.getProperty("tokenward.transport", "epoll");
        if (wanted.equals("io_uring") && IoUring.isAvailable()) {
            return new Transport("io_uring", IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class,
                    IoUringSocketChannel.class);
        }
        if (!wanted.equals("nio") && Epoll.isAvailable()) {
            return new Transport("epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class,
                    EpollSocketChannel.class);
        }
        return new Transport("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** Event loops on this transport. */
    public EventLoopGroup loops(int threads) {
        return new MultiThreadIoEventLoopGroup(threads, handlers);
    }
}
