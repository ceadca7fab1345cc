package io.tokenward.proxy.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * A model endpoint that answers from a script, so that the proxy can be tried and tested without an account: OpenAI
 * Chat Completions and Anthropic Messages over plain HTTP/1.1 on the loopback address, plain and streamed, with their
 * tools, {@code GET /v1/models} and {@code POST /v1/messages/count_tokens}.
 *
 * <p>It also keeps the books a real provider would keep. {@link #bytesReceived} counts at the socket, ahead of the HTTP
 * codec, so "nothing reached the model" is a fact about bytes and not about parsed requests.
 *
 * <p>The model name may ask for a failure instead of an answer:
 * <ul>
 * <li>{@code script-die-midstream}: two pieces of the answer, then the connection ends without a last chunk
 * <li>{@code script-reset-midstream}: the same with a TCP reset
 * <li>{@code script-error-midstream}: two pieces of the answer, then an error event; only for streams
 * <li>{@code script-slow-500}: the first byte after 500 ms; without a number after one second
 * <li>{@code script-drip-200}: 200 ms after every chunk of a stream
 * <li>{@code script-garbage}: bytes that are no HTTP
 * <li>{@code script-500}, {@code script-429}: that status with an error body, the latter with its headers
 * <li>{@code script-early}: the answer before the request has been read, then the end of the connection
 * <li>{@code script-big-64}: an answer of 64 KiB of text, as fast as the reader takes it
 * <li>{@code script-no-usage}: usage is left out even when asked for
 * </ul>
 *
 * <p>All methods are thread-safe; one event loop serves all connections.
 */
public final class ScriptedModel implements AutoCloseable {
    private static final Duration CHUNK_DELAY = Duration.ofMillis(15);

    private final IoEventLoopGroup loop;
    private final Channel listener;
    private final ScriptedModelMeter meter;

    private ScriptedModel(IoEventLoopGroup loop, Channel listener, ScriptedModelMeter meter) {
        this.loop = loop;
        this.listener = listener;
        this.meter = meter;
    }

    /**
     * Listens on 127.0.0.1.
     *
     * @param port TCP port, or 0 for any free one
     * @throws UncheckedIOException if the port cannot be had
     */
    public static ScriptedModel start(int port) {
        return start(port, CHUNK_DELAY);
    }

    /**
     * Listens on 127.0.0.1 and waits {@code chunkDelay} between the chunks of a stream.
     *
     * @param port TCP port, or 0 for any free one
     * @param chunkDelay zero or more
     * @throws UncheckedIOException if the port cannot be had
     */
    public static ScriptedModel start(int port, Duration chunkDelay) {
        if (chunkDelay.isNegative()) {
            throw new IllegalArgumentException("chunkDelay must not be negative, was " + chunkDelay);
        }
        var meter = new ScriptedModelMeter();
        var loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("scripted-model", true),
                NioIoHandler.newFactory());
        var bound = new ServerBootstrap().group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new ScriptedModelSocket(meter), new HttpServerCodec(),
                                        new ScriptedModelConnection(meter, chunkDelay));
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new UncheckedIOException(new IOException("cannot listen on 127.0.0.1:" + port, bound.cause()));
        }
        return new ScriptedModel(loop, bound.channel(), meter);
    }

    /** The TCP port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** {@code http://127.0.0.1:PORT}, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Complete requests read so far, whatever they asked for; {@code script-early} counts although it is not read to its end. */
    public long requests() {
        return meter.requests();
    }

    /** Every byte that reached it on any connection, HTTP or not. */
    public long bytesReceived() {
        return meter.bytesReceived();
    }

    /** TCP connections accepted so far. */
    public long connections() {
        return meter.connections();
    }

    /** What a provider would put on the bill: prompt tokens of every answer begun and completion tokens of every chunk written. */
    public long tokensBilled() {
        return meter.tokensBilled();
    }

    /** How often a client closed its connection before its answer was complete. */
    public int aborted() {
        return meter.aborted();
    }

    /** The {@code Authorization} values of the latest 64 requests, or else their {@code x-api-key}; oldest first, empty text where there was none. */
    public List<String> lastAuthorizations() {
        return meter.lastAuthorizations();
    }

    /** The body of the latest request, empty before the first. */
    public byte[] lastBody() {
        return meter.lastBody();
    }

    /** Closes the listener and every connection; returns when they are closed. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
