package io.tokenward.proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.tokenward.proxy.problem.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/**
 * One model endpoint: leases connections on the event loop of the exchange, so that a request and its answer never change
 * threads. HTTP/1.1, one request at a time per connection. Thread-safe.
 */
public final class Upstream {
    private final UpstreamTarget target;
    private final Class<? extends Channel> channelType;
    private final @Nullable SslContext tls;
    private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();

    /**
     * @param target where
     * @param channelType the socket channel that fits the event loops
     * @param tls how to speak TLS; null where the target is plain HTTP
     */
    public Upstream(UpstreamTarget target, Class<? extends Channel> channelType, @Nullable SslContext tls) {
        if (target.tls() && tls == null) throw new IllegalArgumentException("https upstream without TLS context");
        this.target = target;
        this.channelType = channelType;
        this.tls = target.tls() ? tls : null;
    }

    /** Where it is. */
    public UpstreamTarget target() {
        return target;
    }

    /**
     * Sends a request; must be called on {@code loop}.
     *
     * @param request released here in every case
     */
    public UpstreamCall send(EventLoop loop, FullHttpRequest request, UpstreamListener listener) {
        ConnectionPool pool = pools.computeIfAbsent(loop, _ -> new ConnectionPool());
        var call = new PendingCall(request, listener, target);
        Channel leased = pool.lease();
        if (leased != null) {
            call.begin(leased);
            return call;
        }
        connect(loop, pool).addListener((ChannelFuture opened) -> {
            if (opened.isSuccess()) {
                call.begin(opened.channel());
            } else {
                call.fail(Problem.UPSTREAM_UNREACHABLE.denied(), opened.cause());
            }
        });
        return call;
    }

    /** Closes idle connections; those in use end with their exchange. */
    public void close() {
        pools.forEach((loop, pool) -> loop.execute(pool::closeAll));
    }

    private ChannelFuture connect(EventLoop loop, ConnectionPool pool) {
        return new Bootstrap().group(loop)
                .channel(channelType)
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
                })
                .connect(target.host(), target.port());
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
