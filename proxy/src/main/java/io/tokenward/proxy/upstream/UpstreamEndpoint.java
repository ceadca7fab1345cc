package io.tokenward.proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/** One of the servers of an upstream: its connections, and how it stands with it. Thread-safe. */
final class UpstreamEndpoint {
    private final UpstreamTarget target;
    private final Class<? extends Channel> channelType;
    private final @Nullable SslContext tls;
    private final VettedNames names;
    private final EndpointHealth health;
    private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();

    UpstreamEndpoint(UpstreamTarget target, Class<? extends Channel> channelType, @Nullable SslContext tls,
            VettedNames names, EndpointHealth health) {
        if (target.tls() && tls == null) throw new IllegalArgumentException("https upstream without TLS context");
        this.target = target;
        this.channelType = channelType;
        this.tls = target.tls() ? tls : null;
        this.names = names;
        this.health = health;
    }

    UpstreamTarget target() {
        return target;
    }

    EndpointHealth health() {
        return health;
    }

    int running() {
        return running.get();
    }

    void began() {
        running.incrementAndGet();
    }

    void ended() {
        running.decrementAndGet();
    }

    EndpointStatus status() {
        return health.status(target.authority(), running());
    }

    /** Lets the call begin on an idle connection of this event loop, or on a new one. */
    void open(EventLoop loop, PendingCall call) {
        ConnectionPool pool = pools.computeIfAbsent(loop, _ -> new ConnectionPool());
        Channel leased = pool.lease();
        if (leased == null) {
            openNew(loop, call);
        } else {
            call.begin(leased);
        }
    }

    /** Lets the call begin on a new connection. */
    void openNew(EventLoop loop, PendingCall call) {
        ConnectionPool pool = pools.computeIfAbsent(loop, _ -> new ConnectionPool());
        connect(loop, pool).addListener((Future<Channel> opened) -> {
            if (opened.isSuccess()) {
                call.begin(opened.getNow());
            } else {
                call.unopened(opened.cause());
            }
        });
    }

    /** Closes idle connections. */
    void close() {
        pools.forEach((loop, pool) -> loop.execute(pool::closeAll));
        names.close();
    }

    /** A connection over which a request can be sent: of TLS the handshake is done, so that what fails before was no request. */
    private Future<Channel> connect(EventLoop loop, ConnectionPool pool) {
        Promise<Channel> ready = loop.newPromise();
        bootstrap(loop, pool).connect(target.host(), target.port()).addListener((ChannelFuture opened) -> {
            Channel channel = opened.channel();
            if (!opened.isSuccess()) {
                ready.setFailure(opened.cause());
            } else if (tls == null) {
                ready.setSuccess(channel);
            } else {
                channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(shaken -> {
                    if (shaken.isSuccess()) {
                        ready.setSuccess(channel);
                    } else {
                        channel.close();
                        ready.setFailure(shaken.cause());
                    }
                });
                channel.read();
            }
        });
        return ready;
    }

    private Bootstrap bootstrap(EventLoop loop, ConnectionPool pool) {
        return new Bootstrap().group(loop)
                .channel(channelType)
                .resolver(names)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(target.connect().toMillis()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) channel.pipeline().addLast(tlsHandler(tls, channel));
                        channel.pipeline()
                                .addLast(new HttpClientCodec(
                                        new HttpDecoderConfig().setMaxHeaderSize(64 << 10).setMaxChunkSize(64 << 10),
                                        false, false));
                        channel.pipeline().addLast(new UpstreamHandler(pool));
                    }
                });
    }

    private SslHandler tlsHandler(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), target.host(), target.port());
        handler.setHandshakeTimeoutMillis(target.connect().toMillis());
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }
}
