package io.tokenward.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
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
import io.tokenward.proxy.address.Forwarded;
import io.tokenward.proxy.address.Networks;
import io.tokenward.proxy.exchange.CertifiedCaller;
import io.tokenward.proxy.exchange.ClientAddress;
import io.tokenward.proxy.keys.Caller;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of contents of a connection: TLS, ALPN, then HTTP/1.1 or HTTP/2, and one exchange handler behind either. */
public final class ConnectionInitializer extends ChannelInitializer<Channel> {
    /** HTTP/2 windows and counts that a client may use up before it has to wait. */
    private static final int MAX_STREAMS = 100;
    private static final int STREAM_WINDOW = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionInitializer.class);

    private final Settings settings;
    private final ChannelGroup connections;
    private final Map<EventLoop, FrameBacklog> backlogs = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /**
     * What all connections of a listener share.
     *
     * @param tls the identities in force for new connections; nothing for plain HTTP/1.1
     * @param callers who is meant by a name in a client certificate
     * @param handshakes runs handshake tasks, so that event loops need not
     * @param exchangeHandler makes the handler of one HTTP/1.1 connection or HTTP/2 stream
     * @param limits more connections than these are closed at once
     * @param maxHeadBytes request line and header fields
     * @param headTimeout how long handshake and head may take
     * @param idleTimeout how long a connection may lie idle between requests
     * @param proxyHeads who has to begin connections with a PROXY head; nothing if nobody does
     * @param forwarded the field that says where requests come from; nothing if none is read
     */
    public record Settings(Optional<ReloadingTls> tls, Map<SubjectName, Caller> callers, Executor handshakes,
            Supplier<ChannelHandler> exchangeHandler,
            ConnectionLimits limits,
            int maxHeadBytes, Duration headTimeout, Duration idleTimeout, Optional<Networks> proxyHeads,
            Optional<Forwarded> forwarded) {

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
        if (!settings.limits().enter(channel)) {
            channel.close();
            return;
        }
        connections.add(channel);
        settings.forwarded().ifPresent(forwarded -> ClientAddress.trust(channel, forwarded));
        if (settings.proxyHeads().isEmpty()) {
            begin(channel.pipeline());
        } else if (settings.proxyHeads().get().contain(ClientAddress.peer(channel))) {
            ProxyHead.before(channel.pipeline(), settings.headTimeout(), this::begin);
        } else {
            LOG.debug("{} is nobody whose PROXY heads are believed", channel.remoteAddress());
            channel.close();
        }
    }

    /** From now on new HTTP/2 connections are told to go elsewhere after their first requests. */
    void drain() {
        draining = true;
    }

    private void begin(ChannelPipeline pipeline) {
        if (settings.tls().isEmpty()) {
            http1(pipeline);
            return;
        }
        pipeline.addLast(settings.tls()
                .get()
                .newHandler(pipeline.channel().alloc(), settings.handshakes(), settings.headTimeout()),
                new Negotiated());
    }

    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(TlsContexts.CHALLENGE_PROTOCOL)) {
                // The handshake was all that the authority wanted to see.
                ctx.close();
                return;
            }
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
            // For whoever wonders why a client is refused; not louder, since anybody can cause as many as he likes.
            LOG.debug("Handshake with {} failed: {}", ctx.channel().remoteAddress(), cause.getMessage());
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
        FrameBacklog backlog = backlogs.computeIfAbsent(pipeline.channel().eventLoop(),
                loop -> new FrameBacklog(loop, System::nanoTime));
        var guard = new Http2FrameGuard(settings.headTimeout(), backlog, System::nanoTime);
        pipeline.addLast(guard);
        pipeline.addLast(Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MAX_STREAMS)
                        .maxHeaderListSize(settings.maxHeadBytes())
                        .initialWindowSize(STREAM_WINDOW))
                // The guard knows what was answered, and so which resets are too many.
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .encoderEnforceMaxRstFramesPerWindow(0, 0)
                .gracefulShutdownTimeoutMillis(0)
                .build());
        pipeline.addLast(new Http2Idle(settings.idleTimeout()));
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setAutoRead(false);
                stream.pipeline()
                        .addLast(new AnsweredStream(guard::answered), new StrictHttp2Headers(),
                                new Http2StreamFrameToHttpObjectCodec(true),
                                new FlowControlHandler(),
                                settings.exchangeHandler().get());
            }
        }));
        pipeline.addLast(new ConnectionEnd());
        if (draining) pipeline.fireUserEventTriggered(Draining.LAST_REQUESTS);
    }
}
