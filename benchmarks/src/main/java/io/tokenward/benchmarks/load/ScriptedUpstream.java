package io.tokenward.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.tokenward.proxy.listener.Transport;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A model endpoint that answers at once, over plain HTTP/1.1 on loopback. The model asked for decides how: see the
 * constants. One event loop of its own.
 */
public final class ScriptedUpstream implements AutoCloseable {
    /** One short JSON answer. */
    public static final String PLAIN = "bench-plain";
    /** {@link #CHUNKS} events of a stream, as fast as they can be taken. */
    public static final String BURST = "bench-burst";
    /** The same events, one every {@link #PACE_MILLIS} ms. */
    public static final String PACED = "bench-paced";
    /** Events of a stream, each a chunk of its own. */
    public static final int CHUNKS = 100;
    /** Time between two events of a paced stream. */
    public static final int PACE_MILLIS = 10;

    private static final String COMMON = "\"id\":\"chatcmpl-bench\",\"created\":1767225600,\"model\":\"bench\",";
    private static final ByteBuf ANSWER = bytes("{" + COMMON
            + "\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"The schedule is fine as it stands; only the second part should"
            + " be moved to Thursday.\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":18,\"total_tokens\":268}}");
    private static final ByteBuf EVENT = bytes(
            "data: {" + COMMON + "\"object\":\"chat.completion.chunk\",\"choices\":[{"
                    + "\"index\":0,\"delta\":{\"content\":\" schedule\"},\"finish_reason\":null}]}\n\n");
    private static final ByteBuf DONE = bytes("data: {" + COMMON
            + "\"object\":\"chat.completion.chunk\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":100,\"total_tokens\":350}}\n\ndata: [DONE]\n\n");

    private final EventLoopGroup loops;
    private final Channel listening;
    private final LongAdder requests = new LongAdder();

    /** Listens on a free port. */
    public ScriptedUpstream(Transport transport) {
        loops = transport.loops(1);
        listening = new ServerBootstrap().group(loops)
                .channel(transport.server())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Exchange());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Bytes of a plain answer's body. */
    public static int answerBytes() {
        return ANSWER.readableBytes();
    }

    /** Bytes of an event of a stream. */
    public static int chunkBytes() {
        return EVENT.readableBytes();
    }

    /** Where it listens. */
    public int port() {
        return ((java.net.InetSocketAddress) listening.localAddress()).getPort();
    }

    /** How many requests have arrived in full. */
    public long requests() {
        return requests.sum();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private final class Exchange extends SimpleChannelInboundHandler<HttpObject> {
        private static final int LOOK_AT = 40;
        private String begin = "";

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject object) {
            if (!(object instanceof HttpContent content)) return;
            if (begin.isEmpty()) {
                ByteBuf body = content.content();
                begin = body.toString(body.readerIndex(), Math.min(LOOK_AT, body.readableBytes()),
                        StandardCharsets.US_ASCII);
            }
            if (!(object instanceof LastHttpContent)) return;
            requests.increment();
            if (begin.contains(BURST)) burst(ctx);
            else if (begin.contains(PACED)) paced(ctx);
            else
                plain(ctx);
            begin = "";
        }

        private static void plain(ChannelHandlerContext ctx) {
            var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, ANSWER.duplicate());
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, ANSWER.readableBytes());
            ctx.writeAndFlush(answer);
        }

        private static void head(ChannelHandlerContext ctx) {
            var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                    .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            ctx.write(head);
        }

        private static void burst(ChannelHandlerContext ctx) {
            head(ctx);
            for (int i = 1; i < CHUNKS; i++)
                ctx.writeAndFlush(new DefaultHttpContent(EVENT.duplicate()));
            end(ctx);
        }

        private static void paced(ChannelHandlerContext ctx) {
            head(ctx);
            next(ctx, CHUNKS);
        }

        private static void next(ChannelHandlerContext ctx, int left) {
            if (!ctx.channel().isActive()) return;
            if (left == 1) {
                end(ctx);
                return;
            }
            ctx.writeAndFlush(new DefaultHttpContent(EVENT.duplicate()));
            ctx.executor().schedule(() -> next(ctx, left - 1), PACE_MILLIS, TimeUnit.MILLISECONDS);
        }

        private static void end(ChannelHandlerContext ctx) {
            ctx.write(new DefaultHttpContent(DONE.duplicate()));
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
