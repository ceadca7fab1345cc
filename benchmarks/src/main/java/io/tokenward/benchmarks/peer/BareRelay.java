package io.tokenward.benchmarks.peer;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.tokenward.certs.Identity;
import io.tokenward.certs.PemIdentity;
import io.tokenward.proxy.listener.TlsContexts;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The least that a screening proxy must do on this stack, and nothing else: TLS, HTTP/1.1 or h2, the body collected,
 * the request sent over a pooled connection on the same event loop, the answer relayed as it comes. No limits, no
 * timeouts, no backpressure: not for use, only the ruler that the proxy is measured with.
 * Arguments: port to listen on, port of the plain upstream on loopback, chain file, key file.
 */
public final class BareRelay {
    private static final int MAX_BODY_BYTES = 4 << 20;
    private final Transport transport = Transport.choose();
    private final Map<EventLoop, ArrayDeque<Channel>> idle = new ConcurrentHashMap<>();
    private final int upstreamPort;
    private final SslContext tls;

    private BareRelay(int upstreamPort, SslContext tls) {
        this.upstreamPort = upstreamPort;
        this.tls = tls;
    }

    /** Runs until killed. */
    public static void main(String[] args) throws Exception {
        Identity identity = new PemIdentity(Path.of(args[2]), Path.of(args[3])).identity();
        var relay = new BareRelay(Integer.parseInt(args[1]), TlsContexts.server(identity.chain(), identity.key()));
        relay.listen(Integer.parseInt(args[0])).sync().channel().closeFuture().sync();
    }

    private ChannelFuture listen(int port) {
        return new ServerBootstrap().group(transport.loops(Runtime.getRuntime().availableProcessors()))
                .channel(transport.server())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Negotiated());
                    }
                })
                .bind("127.0.0.1", port);
    }

    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (!protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                ctx.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_BODY_BYTES), new Front());
                return;
            }
            var settings = Http2Settings.defaultSettings().initialWindowSize(256 << 10).maxConcurrentStreams(100);
            ctx.pipeline().addLast(Http2FrameCodecBuilder.forServer().initialSettings(settings).build());
            ctx.pipeline().addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel stream) {
                    var codec = new Http2StreamFrameToHttpObjectCodec(true);
                    stream.pipeline().addLast(codec, new HttpObjectAggregator(MAX_BODY_BYTES), new Front());
                }
            }));
        }
    }

    private final class Front extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            EventLoop loop = ctx.channel().eventLoop();
            Channel leased = idle.computeIfAbsent(loop, _ -> new ArrayDeque<>()).pollLast();
            request.retain();
            ChannelFuture connected = leased != null && leased.isActive() ? leased.newSucceededFuture() : connect(loop);
            connected.addListener((ChannelFuture opened) -> {
                if (opened.isSuccess()) {
                    opened.channel().pipeline().get(Back.class).client = ctx.channel();
                    opened.channel().writeAndFlush(request).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                } else {
                    request.release();
                    ctx.close();
                }
            });
        }
    }

    private ChannelFuture connect(EventLoop loop) {
        return new Bootstrap().group(loop)
                .channel(transport.client())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new Back());
                    }
                })
                .connect("127.0.0.1", upstreamPort);
    }

    private final class Back extends ChannelInboundHandlerAdapter {
        private @Nullable Channel client;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel to = requireNonNull(client);
            if (message instanceof LastHttpContent) {
                to.writeAndFlush(message);
                idle.computeIfAbsent(ctx.channel().eventLoop(), _ -> new ArrayDeque<>()).addLast(ctx.channel());
            } else {
                to.write(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (client != null) client.flush();
        }
    }
}
