package io.tokenward.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.tokenward.certs.SubjectName;
import io.tokenward.proxy.exchange.CertifiedCaller;
import io.tokenward.proxy.keys.Caller;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The table of contents of a connection: TLS, ALPN, then HTTP/1.1 or HTTP/2, and one exchange handler behind either. */
public final class ConnectionInitializer extends ChannelInitializer<Channel> {
    /** HTTP/2 windows and counts that a client may use up before it has to wait. */
    private static final int MAX_STREAMS = 100;
    private static final int STREAM_WINDOW = 256 << 10;

    private final Settings settings;
    private final ChannelGroup connections;

    /**
     * What all connections of a listener share.
     *
     * @param tls the identities in force for new connections
     * @param callers who is meant by a name in a client certificate
     * @param handshakes runs handshake tasks, so that event loops need not
     * @param exchangeHandler makes the handler of one HTTP/1.1 connection or HTTP/2 stream
     * @param maxConnections more are closed at once
     * @param maxHeadBytes request line and header fields
     * @param headTimeout how long handshake and head may take
     * @param idleTimeout how long a connection may lie idle between requests
     */
    public record Settings(ReloadingTls tls, Map<SubjectName, Caller> callers, Executor handshakes,
            Supplier<ChannelHandler> exchangeHandler,
            int maxConnections,
            int maxHeadBytes, Duration headTimeout, Duration idleTimeout) {

        /** Of several names in a certificate the first that is somebody's counts. */
        Optional<Caller> certified(SslHandler tls) {
            if (callers.isEmpty()) return Optional.empty();
            try {
                return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate own
                        ? SubjectName.of(own).stream().map(callers::get).filter(Objects::nonNull).findFirst()
                        : Optional.empty();
            } catch (SSLPeerUnverifiedException none) {
                return Optional.empty();
            }
        }
    }

    ConnectionInitializer(Settings settings, ChannelGroup connections) {
        this.settings = settings;
        this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (connections.size() >= settings.maxConnections()) {
            channel.close();
            return;
        }
        connections.add(channel);
        channel.pipeline()
                .addLast(settings.tls().newHandler(channel.alloc(), settings.handshakes(), settings.headTimeout()),
                        new Negotiated());
    }

    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            settings.certified(ctx.pipeline().get(SslHandler.class))
                    .ifPresent(caller -> CertifiedCaller.put(
                            ctx.channel(), caller));
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(ctx.pipeline());
            } else {
                http1(ctx.pipeline());
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private void http1(ChannelPipeline pipeline) {
        pipeline.channel().config().setAutoRead(false);
        var config = new HttpDecoderConfig().setMaxInitialLineLength(Math.min(8192, settings.maxHeadBytes()))
                .setMaxHeaderSize(settings.maxHeadBytes())
                .setMaxChunkSize(64 << 10);
        pipeline.addLast(new StrictRequestDecoder(config), new HttpResponseEncoder());
        pipeline.addLast(new HeadTimeout(settings.headTimeout(), settings.idleTimeout()));
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(settings.exchangeHandler().get());
    }

    private void http2(ChannelPipeline pipeline) {
        pipeline.addLast(new Http2FrameGuard(settings.headTimeout(), System::nanoTime));
        pipeline.addLast(Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MAX_STREAMS)
                        .maxHeaderListSize(settings.maxHeadBytes())
                        .initialWindowSize(STREAM_WINDOW))
                .gracefulShutdownTimeoutMillis(0)
                .build());
        pipeline.addLast(new Http2Idle(settings.idleTimeout()));
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setAutoRead(false);
                stream.pipeline()
                        .addLast(new StrictHttp2Headers(), new Http2StreamFrameToHttpObjectCodec(true),
                                new FlowControlHandler(),
                                settings.exchangeHandler().get());
            }
        }));
        pipeline.addLast(new ConnectionEnd());
    }
}
