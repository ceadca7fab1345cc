package io.tokenward.proxy.metric;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Serves {@code /live}, {@code /ready} and {@code /metrics} over plain HTTP, without credentials and nothing else, on an event
 * loop of its own. Thread-safe.
 */
public final class HealthServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int SECONDS = 10;
    private static final int MOST_LINE = 2048;
    private static final int MOST_HEAD = 8192;

    private final EventLoopGroup loop;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel channel;

    private HealthServer(EventLoopGroup loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * Listens; port 0 takes a free one.
     *
     * @param loop of its own, which ends with this server
     * @throws IOException if the address cannot be bound, with the mend in the message
     */
    public static HealthServer start(InetSocketAddress address, EventLoopGroup loop,
            Class<? extends ServerChannel> kind,
            Metrics metrics, Readiness readiness) throws IOException {
        var holder = new HealthServer[1];
        var bootstrap = new ServerBootstrap().group(loop).channel(kind).childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                HealthServer server = holder[0];
                if (server == null || server.connections.size() >= MOST_CONNECTIONS) {
                    connection.close();
                    return;
                }
                server.connections.add(connection);
                connection.pipeline()
                        .addLast(new ReadTimeoutHandler(SECONDS))
                        .addLast(new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(MOST_LINE)
                                .setMaxHeaderSize(MOST_HEAD)))
                        .addLast(new HealthHandler(metrics, readiness));
            }
        });
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully();
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort() + " ("
                    + bound.cause().getMessage() + "): choose another address in health", bound.cause());
        }
        return holder[0] = new HealthServer(loop, bound.channel());
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loop.shutdownGracefully();
    }
}
