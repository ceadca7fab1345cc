package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.FastThreadLocal;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.UsageMeter;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.upstream.UpstreamListener;

import org.jspecify.annotations.Nullable;

/**
 * Passes an answer on chunk by chunk, as it comes, and lets the dialect's meter see the bytes. A slow caller pauses the
 * upstream: more is read only while the caller's channel is writable. Owned by the exchange's event loop.
 */
final class Relay implements UpstreamListener {
    /** Where bytes are looked at; no chunk is larger than what the decoder of answers makes. */
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[4 << 10];
        }
    };

    private final ExchangeHandler handler;
    private final ChannelHandlerContext ctx;
    private final Exchange exchange;
    private boolean keepAlive;
    private @Nullable AnswerAllowance allowance;

    Relay(ExchangeHandler handler, ChannelHandlerContext ctx, Exchange exchange) {
        this.handler = handler;
        this.ctx = ctx;
        this.exchange = exchange;
    }

    @Override
    public void onHead(HttpResponse head) {
        HttpHeaders headers = Heads.forCaller(head.headers());
        boolean sized = HttpUtil.isContentLengthSet(head);
        boolean bodiless = head.status().code() == 204 || head.status().code() == 304;
        boolean oldCaller = exchange.request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!sized && !bodiless && !oldCaller) headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        keepAlive = sized || bodiless || !oldCaller;
        if (!exchange.keepAlive || !keepAlive) headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        requireNonNull(exchange.ticket).permit()
                .standing()
                .ifPresent(little -> headers.set(Replies.PACKAGE, little.words()));
        exchange.upstreamStatus = head.status().code();
        exchange.firstByteMicros = (System.nanoTime() - exchange.relayNanos) / 1000;
        exchange.meter = requireNonNull(exchange.match).dialect()
                .meter(exchange.match.operation(),
                        name -> head.headers().get(name, ""));
        // Only where another event can follow without contradicting what was announced.
        exchange.lines = !sized && Heads.lines(head.headers()) && head.status().code() == 200
                && !head.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
        if (exchange.lines) allowance = allowance();
        handler.responseHead(ctx, exchange, new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status(), headers));
    }

    @Override
    public void onContent(HttpContent content) {
        observe(content.content());
        boolean last = content instanceof LastHttpContent;
        // Trailers of the upstream are dropped: no SDK reads them, and they could carry framing fields.
        if (!last) {
            exchange.lineEnded = endsWithLine(content.content());
            ctx.write(content, ctx.voidPromise());
            if (allowance != null && allowance.ends(requireNonNull(exchange.meter).relayedTokens()))
                handler.ends().packageEnded(ctx, exchange, keepAlive);
            return;
        }
        ByteBuf rest = content.content();
        ctx.writeAndFlush(
                rest.isReadable() ? new io.netty.handler.codec.http.DefaultLastHttpContent(rest) : released(content));
        handler.relayed(ctx, exchange, keepAlive);
    }

    @Override
    public void onReadComplete() {
        // What ends an exchange flushes by itself; over TLS one more flush is a call into the engine.
        if (exchange.ended) return;
        ctx.flush();
        if (exchange.upstreamCall != null && ctx.channel().isWritable()) exchange.upstreamCall.read();
    }

    @Override
    public void onFailure(Denied denied, Throwable cause) {
        handler.ends().upstreamFailed(ctx, exchange, denied, cause);
    }

    /** None for plans without a package, and for those whose answers always come to their end. */
    private @Nullable AnswerAllowance allowance() {
        var admitted = requireNonNull(exchange.admitted);
        var granted = admitted.judged().ticket().permit().account().plan().tokenPackage();
        if (granted.isEmpty() || granted.get().overdraft() == TokenPackage.FINISH) return null;
        long input = admitted.judged().call().map(ModelCall::inputTokens).orElse(0L);
        return admitted.reservation()
                .map(held -> new AnswerAllowance(held, input, granted.get().overdraft(), ctx.executor()))
                .orElse(null);
    }

    private static boolean endsWithLine(ByteBuf content) {
        return content.isReadable() && content.getByte(content.writerIndex() - 1) == '\n';
    }

    private static LastHttpContent released(HttpContent empty) {
        empty.release();
        return LastHttpContent.EMPTY_LAST_CONTENT;
    }

    private void observe(ByteBuf content) {
        UsageMeter meter = requireNonNull(exchange.meter);
        int length = content.readableBytes();
        if (length == 0) return;
        if (content.hasArray()) {
            meter.observe(content.array(), content.arrayOffset() + content.readerIndex(), length);
            return;
        }
        byte[] scratch = SCRATCH.get();
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
            SCRATCH.set(scratch);
        }
        content.getBytes(content.readerIndex(), scratch, 0, length);
        meter.observe(scratch, 0, length);
    }
}
