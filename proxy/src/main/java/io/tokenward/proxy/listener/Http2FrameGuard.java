package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts the frames of an HTTP/2 connection (RFC 9113 §4.1) before anything is done about them. Frames are work for us and
 * cheap for the sender; RFC 9113 §10.5 leaves it to the receiver to say how many are too many. Here every frame costs one
 * unit of an account that fills with time, with bytes of bodies and with bytes of answers, so that honest clients, whose
 * frames go with bytes, never see its bottom. The codec's own limits (resets, small continuations, empty DATA, queued
 * replies) stay in force; this covers what they do not: SETTINGS, PING, PRIORITY, WINDOW_UPDATE, unknown types, DATA in
 * crumbs. It also ends connections on which a client goes on after the end of a stream, and closes connections whose preface or header block does not come to its end. One instance per connection.
 */
final class Http2FrameGuard extends ChannelDuplexHandler {
    /** Units an account holds at most, and begins with. */
    static final int ACCOUNT = 2000;
    private static final int UNITS_PER_SECOND = 200;
    private static final int BYTES_PER_UNIT_IN = 64;
    private static final int BYTES_PER_UNIT_OUT = 256;
    private static final int FRAME_HEADER = 9;
    private static final int PREFACE = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private final Duration headTimeout;
    private final LongSupplier nanoTime;
    private final SeenStreams streams = new SeenStreams();
    private final byte[] header = new byte[FRAME_HEADER];
    private int headerBytes;
    private int toSkip = PREFACE;
    private boolean preface = true;
    private boolean headOpen;
    private double units = ACCOUNT;
    private long filledAt;
    private @Nullable Future<?> timer;
    private boolean ended;

    Http2FrameGuard(Duration headTimeout, LongSupplier nanoTime) {
        this.headTimeout = headTimeout;
        this.nanoTime = nanoTime;
        this.filledAt = nanoTime.getAsLong();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        watch(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        unwatch();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        unwatch();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (ended) {
            ((ByteBuf) message).release();
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        fill();
        Http2Error error = count(bytes);
        if (error != null) {
            ended = true;
            bytes.release();
            end(ctx, error);
            return;
        }
        if (preface || headOpen) {
            watch(ctx);
        } else {
            unwatch();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) earn((double) bytes.readableBytes() / BYTES_PER_UNIT_OUT);
        ctx.write(message, promise);
    }

    /** Walks over the frames in these bytes; gives what ends the connection, or null. */
    private @Nullable Http2Error count(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (toSkip > 0) {
                int step = Math.min(toSkip, end - at);
                at += step;
                toSkip -= step;
                if (toSkip == 0) preface = false;
                continue;
            }
            header[headerBytes++] = bytes.getByte(at++);
            if (headerBytes < FRAME_HEADER) continue;
            Http2Error error = frame();
            if (error != null) return error;
        }
        return null;
    }

    private @Nullable Http2Error frame() {
        headerBytes = 0;
        int length = (header[0] & 0xFF) << 16 | (header[1] & 0xFF) << 8 | header[2] & 0xFF;
        int type = header[3];
        toSkip = length;
        if (type == HEADERS || type == CONTINUATION) headOpen = (header[4] & END_HEADERS) == 0;
        // Only the bytes of bodies count: a header block is itself work for us and cheap for the sender.
        if (type == DATA) earn((double) length / BYTES_PER_UNIT_IN);
        units--;
        if (units < 0) return Http2Error.ENHANCE_YOUR_CALM;
        int stream = (header[5] & 0x7F) << 24 | (header[6] & 0xFF) << 16 | (header[7] & 0xFF) << 8 | header[8] & 0xFF;
        return streams.frame(type, header[4], stream);
    }

    private void fill() {
        long now = nanoTime.getAsLong();
        earn((now - filledAt) * (double) UNITS_PER_SECOND / TimeUnit.SECONDS.toNanos(1));
        filledAt = now;
    }

    private void earn(double more) {
        units = Math.min(ACCOUNT, units + more);
    }

    private static void end(ChannelHandlerContext ctx, Http2Error error) {
        Http2FrameCodec codec = ctx.pipeline().get(Http2FrameCodec.class);
        ChannelHandlerContext its = codec == null ? null : ctx.pipeline().context(codec);
        if (codec == null || its == null) {
            ctx.close();
            return;
        }
        codec.onError(its, false, Http2Exception.connectionError(error,
                error == Http2Error.ENHANCE_YOUR_CALM ? "too many frames" : "a frame on a stream that is over"));
    }

    private void watch(ChannelHandlerContext ctx) {
        if (timer != null) return;
        timer = ctx.executor().schedule(() -> ctx.close(), headTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void unwatch() {
        if (timer != null) timer.cancel(false);
        timer = null;
    }
}
