package io.tokenward.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import javax.net.ssl.SSLException;

/** Loads peers over TLS on one event loop. Connections are opened, and warm, before a run begins. */
public final class LoadGenerator implements AutoCloseable {
    /** Streams side by side on one HTTP/2 connection. */
    private static final int STREAMS_PER_CONNECTION = 8;
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Transport transport;
    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final SslContext http1;
    private final SslContext http2;

    /**
     * @param trust PEM file with the authority of the peers' certificate
     */
    public LoadGenerator(Transport transport, Path trust) throws SSLException {
        this.transport = transport;
        loops = transport.loops(1);
        loop = loops.next();
        http1 = tls(trust, ApplicationProtocolNames.HTTP_1_1);
        http2 = tls(trust, ApplicationProtocolNames.HTTP_2);
    }

    /** As fast as {@code lines} lines can, for a time or a number of requests, whichever ends first. */
    public Outcome closed(Target target, ChatBodies bodies, int lines, Duration time, long most)
            throws InterruptedException {
        return run(target, bodies, lines, load -> load.closed(time, most), time);
    }

    /** Requests at a fixed rate, latency measured from when each was due. */
    public Outcome atRate(Target target, ChatBodies bodies, int lines, double perSecond, Duration time)
            throws InterruptedException {
        return run(target, bodies, lines, load -> load.atRate(perSecond, time), time);
    }

    private Outcome run(Target target, ChatBodies bodies, int count,
            Function<Load, java.util.concurrent.CompletableFuture<Outcome>> how, Duration time)
            throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        List<Channel> opened = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                if (!target.h2() || i % STREAMS_PER_CONNECTION == 0) opened.add(connect(target));
                lines.add(new Line(opened.getLast(), target));
            }
            return how.apply(new Load(loop, lines, bodies))
                    .get(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException lost) {
            throw new IllegalStateException("the load did not come to an end on " + target.port(), lost);
        } finally {
            for (Channel channel : opened)
                channel.close().await(1, TimeUnit.SECONDS);
        }
    }

    private Channel connect(Target target) throws InterruptedException {
        SslContext tls = target.h2() ? http2 : http1;
        Channel channel = new Bootstrap().group(loop)
                .channel(transport.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc(), "localhost", target.port()));
                        if (!target.h2()) {
                            channel.pipeline().addLast(new HttpClientCodec());
                            return;
                        }
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel pushed) {
                                                pushed.close();
                                            }
                                        }));
                    }
                })
                .connect("127.0.0.1", target.port())
                .sync()
                .channel();
        channel.pipeline().get(SslHandler.class).handshakeFuture().sync();
        return channel;
    }

    private static SslContext tls(Path trust, String protocol) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(trust.toFile())
                .applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocol))
                .build();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
