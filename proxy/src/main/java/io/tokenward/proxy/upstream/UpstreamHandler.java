package io.tokenward.proxy.upstream;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tokenward.proxy.loop.Countdown;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The upstream's side of an exchange on one connection. A connection goes back to the pool only after a complete,
 * undoubted answer; after an early answer, a failure or an abort it is closed, so that no two exchanges ever mix.
 */
final class UpstreamHandler extends ChannelDuplexHandler {
    private static final int SLICE_BYTES = 64 << 10;

    private final ConnectionPool pool;
    private @Nullable ChannelHandlerContext context;
    private @Nullable PendingCall call;
    private boolean headSeen;
    private boolean informational;
    private boolean reusable;
    private boolean requestWritten;
    private final Countdown countdown = new Countdown(this::timedOut);
    /** How long the upstream may be silent now. */
    private Duration limit = Duration.ZERO;

    UpstreamHandler(ConnectionPool pool) {
        this.pool = pool;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    void begin(PendingCall next, FullHttpRequest request) {
        ChannelHandlerContext ctx = requireNonNull(context);
        call = next;
        headSeen = false;
        informational = false;
        requestWritten = false;
        arm(next.target().firstByte());
        write(ctx, request).addListener((ChannelFutureListener) written -> {
            if (call != next) return;
            if (written.isSuccess()) {
                requestWritten = true;
            } else {
                boolean tls = written.cause() instanceof javax.net.ssl.SSLException;
                fail((tls ? Problem.UPSTREAM_UNREACHABLE : Problem.UPSTREAM_RESET).denied(), written.cause());
            }
        });
        ctx.read();
    }

    /** What the transport has to copy out of the heap it gets in slices: they stay in the cache, and need no large buffer. */
    private static ChannelFuture write(ChannelHandlerContext ctx, FullHttpRequest request) {
        ByteBuf body = request.content();
        if (body.readableBytes() <= SLICE_BYTES || body.isDirect()) return ctx.writeAndFlush(request);
        ctx.write(new DefaultHttpRequest(request.protocolVersion(), request.method(), request.uri(),
                request.headers()), ctx.voidPromise());
        while (body.readableBytes() > SLICE_BYTES)
            ctx.writeAndFlush(new DefaultHttpContent(body.readRetainedSlice(SLICE_BYTES)), ctx.voidPromise());
        return ctx.writeAndFlush(new DefaultLastHttpContent(body));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        PendingCall current = call;
        if (current == null || current.ended()) {
            // Bytes that nobody asked for: the connection cannot be trusted any more.
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        arm(limit);
        if (message instanceof HttpObject object && object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            // Without the decoder's own words: they may hold a piece of an answer.
            fail(Problem.UPSTREAM_INVALID.denied(), new IOException("an answer that is no HTTP"));
            return;
        }
        if (message instanceof HttpResponse head && !head(ctx, current, head)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpContent content) content(ctx, current, content);
    }

    /** False where the head is not to be passed on. */
    private boolean head(ChannelHandlerContext ctx, PendingCall current, HttpResponse head) {
        if (head.status().code() == 101) {
            switched(ctx, current, head);
            return false;
        }
        informational = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (informational) {
            ctx.read();
            return false;
        }
        headSeen = true;
        reusable = HttpUtil.isKeepAlive(head)
                && (HttpUtil.isContentLengthSet(head) || HttpUtil.isTransferEncodingChunked(head));
        arm(current.target().idle());
        current.answered(head.status().code());
        current.listener().onHead(head);
        return true;
    }

    private void switched(ChannelHandlerContext ctx, PendingCall current, HttpResponse head) {
        if (current.listener().onSwitch(head, ctx.channel())) {
            current.answered(head.status().code());
            call = null;
            countdown.close();
            ctx.pipeline().remove(this);
        } else if (!current.ended()) {
            fail(Problem.UPSTREAM_INVALID.denied(), new IOException("an upgrade that was not agreed on"));
        }
    }

    private void content(ChannelHandlerContext ctx, PendingCall current, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (informational || !headSeen) {
            content.release();
            if (last) informational = false;
            return;
        }
        if (current.ended()) {
            content.release();
            return;
        }
        if (last) {
            countdown.stop();
            call = null;
            current.end();
        }
        current.listener().onContent(content);
        if (!last) return;
        current.listener().onReadComplete();
        if (reusable && requestWritten) {
            pool.giveBack(ctx.channel());
            ctx.read(); // so that a close by the upstream is noticed while idle
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        PendingCall current = call;
        if (current == null || current.ended()) return;
        if (headSeen) {
            current.listener().onReadComplete();
        } else {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        countdown.close();
        pool.forget(ctx.channel());
        fail(Problem.UPSTREAM_RESET.denied(), new IOException("connection closed by the upstream"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean tls = cause instanceof javax.net.ssl.SSLException
                || cause.getCause() instanceof javax.net.ssl.SSLException;
        fail(tls && !headSeen ? Problem.UPSTREAM_UNREACHABLE.denied() : Problem.UPSTREAM_RESET.denied(), cause);
        ctx.close();
    }

    private void fail(Denied denied, Throwable cause) {
        PendingCall current = call;
        call = null;
        countdown.stop();
        if (context != null) context.close();
        if (current != null) current.fail(denied, cause);
    }

    private void arm(Duration limit) {
        this.limit = limit;
        countdown.start(requireNonNull(context).executor(), limit);
    }

    private void timedOut() {
        if (call != null) fail(Problem.UPSTREAM_TIMEOUT.denied(), new IOException("no byte for " + limit));
    }
}
