package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts the frames of an HTTP/2 connection before anything is done about them, and hands them on in pieces that keep no
 * other connection waiting. Frames are work for us and cheap for the sender; RFC 9113 §10.5 leaves it to the receiver to say
 * how many are too many. There are two accounts that fill with time. Every frame costs one unit of the first, which is filled
 * by bytes of bodies and of answers too, so that honest clients, whose frames go with bytes, never see its bottom. Every
 * stream costs one unit of the second, which is given back when its answer has been written to its end: whoever opens streams
 * and lets none of them come to an answer, by whatever trick, is cut off. The codec's own limits (small continuations, empty
 * DATA, queued replies) stay in force. The guard also ends connections on which a client goes on after the end of a stream,
 * and closes connections whose preface or header block does not come to its end. One instance per connection.
 */
final class Http2FrameGuard extends ChannelDuplexHandler implements FrameBacklog.Waiting {
    /** Frames that may come at once, beyond those that bytes pay for. */
    static final int FRAMES = 2000;
    /** Streams that may come at once, beyond those that were answered: three times what may be open at a time. */
    static final int STREAMS = 300;
    private static final int FRAMES_PER_SECOND = 200;
    private static final int STREAMS_PER_SECOND = 100;
    private static final int BYTES_PER_UNIT_IN = 64;
    private static final int BYTES_PER_UNIT_OUT = 256;
    private static final int WORK_OF_A_STREAM = 16;
    private static final int HEAD_BYTES_PER_WORK = 256;

    private final Duration headTimeout;
    private final FrameBacklog backlog;
    private final FrameWalk walk = new FrameWalk();
    private final SeenStreams streams = new SeenStreams();
    private final ConnectionAccount frames;
    private final ConnectionAccount unanswered;
    /** What came while others go on: no more than one read of the socket, since none is made meanwhile. */
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    /** Of the piece at hand, in the work of a small frame. */
    private int work;
    private @Nullable Http2Error error;
    private @Nullable Future<?> timer;
    private boolean holding;
    private boolean readWanted;
    private boolean ended;

    Http2FrameGuard(Duration headTimeout, FrameBacklog backlog, LongSupplier nanoTime) {
        this.headTimeout = headTimeout;
        this.backlog = backlog;
        frames = new ConnectionAccount(FRAMES, FRAMES_PER_SECOND, nanoTime);
        unanswered = new ConnectionAccount(STREAMS, STREAMS_PER_SECOND, nanoTime);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        watch(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        over();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (ended) {
            bytes.release();
            return;
        }
        if (holding) {
            held.add(bytes);
            return;
        }
        do {
            if (backlog.turnIsOver()) {
                hold(ctx, bytes);
                return;
            }
        } while (!pass(ctx, bytes));
    }

    /** The codec asks for more whenever it has had something. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!holding && !ended) {
            ctx.read();
        } else {
            readWanted = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) frames.earn((double) bytes.readableBytes() / BYTES_PER_UNIT_OUT);
        ctx.write(message, promise);
    }

    /** A stream has been answered to its end. */
    void answered() {
        unanswered.earn(1);
    }

    @Override
    public boolean goOn() {
        ChannelHandlerContext ctx = context;
        ByteBuf bytes = held.poll();
        if (ctx == null || bytes == null) return false;
        if (!pass(ctx, bytes)) held.addFirst(bytes);
        ctx.fireChannelReadComplete();
        if (!held.isEmpty()) return true;
        if (!ended) readAgain(ctx);
        return false;
    }

    /** Keeps bytes for later; until then nothing is read. */
    private void hold(ChannelHandlerContext ctx, ByteBuf bytes) {
        held.add(bytes);
        holding = true;
        ctx.channel().config().setAutoRead(false);
        backlog.join(this);
    }

    private void readAgain(ChannelHandlerContext ctx) {
        boolean wanted = readWanted;
        holding = false;
        readWanted = false;
        ctx.channel().config().setAutoRead(true);
        if (wanted) ctx.read();
    }

    /** Hands a piece of these bytes on, and takes it from them; whether nothing is left, and the bytes are somebody else's. */
    private boolean pass(ChannelHandlerContext ctx, ByteBuf bytes) {
        frames.fill();
        unanswered.fill();
        work = 0;
        int end = walk.over(bytes, this::frame);
        backlog.did(work);
        if (error != null) {
            bytes.release();
            end(ctx, error);
            return true;
        }
        if (walk.inHead()) {
            watch(ctx);
        } else {
            unwatch();
        }
        if (end == bytes.writerIndex()) {
            ctx.fireChannelRead(bytes);
            return true;
        }
        ctx.fireChannelRead(bytes.readRetainedSlice(end - bytes.readerIndex()));
        // It may have closed the channel.
        if (ended) bytes.release();
        return ended;
    }

    /** Whether the piece may be longer. */
    private boolean frame(int type, int flags, int stream, int length) {
        boolean opens = type == FrameWalk.HEADERS && streams.opens(stream);
        // Only the bytes of bodies count: a header block is itself work for us and cheap for the sender.
        if (type == FrameWalk.DATA) frames.earn((double) length / BYTES_PER_UNIT_IN);
        error = frames.take() && (!opens || unanswered.take())
                ? streams.frame(type, flags, stream)
                : Http2Error.ENHANCE_YOUR_CALM;
        work += opens ? WORK_OF_A_STREAM : 1;
        if (type == FrameWalk.HEADERS || type == FrameWalk.CONTINUATION) work += length / HEAD_BYTES_PER_WORK;
        // What belongs to a stream just opened may follow, so that a reset comes before its answer is written.
        return error == null && work < (opens ? FrameBacklog.PIECE + WORK_OF_A_STREAM : FrameBacklog.PIECE);
    }

    /** Says why, and closes: when that has gone out, and after a while where nobody reads it. */
    private void end(ChannelHandlerContext ctx, Http2Error error) {
        over();
        ctx.channel().config().setAutoRead(false);
        watch(ctx);
        if (ctx.pipeline().get(Http2FrameCodec.class) == null) {
            ctx.close();
        } else {
            backlog.joinEnding(new CutConnection(ctx.pipeline(), error));
        }
    }

    /** Nothing more is handed on. */
    private void over() {
        ended = true;
        unwatch();
        for (ByteBuf bytes = held.poll(); bytes != null; bytes = held.poll())
            bytes.release();
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
