package io.tokenward.proxy.listener;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers an authority that looks at {@code /.well-known/acme-challenge/} (RFC 8555 section 8.3), and nobody else: one answer
 * for each connection. Event loop only.
 */
public final class ChallengeHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final String PATH = "/.well-known/acme-challenge/";

    private final Challenges challenges;
    private boolean answered;

    /** One for each connection. */
    public ChallengeHandler(Challenges challenges) {
        this.challenges = challenges;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (answered || !(message instanceof HttpRequest request)) return;
        answered = true;
        ctx.writeAndFlush(answer(request)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!answered) ctx.read();
    }

    private FullHttpResponse answer(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) return answer(HttpResponseStatus.BAD_REQUEST, "");
        Optional<String> told = request.method().equals(HttpMethod.GET) && request.uri().startsWith(PATH)
                ? challenges.told(request.uri().substring(PATH.length()))
                : Optional.empty();
        return told.map(text -> answer(HttpResponseStatus.OK, text))
                .orElseGet(() -> answer(HttpResponseStatus.NOT_FOUND, ""));
    }

    private static FullHttpResponse answer(HttpResponseStatus status, String text) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        answer.headers()
                .set(CONTENT_TYPE, "application/octet-stream")
                .set(CONTENT_LENGTH, body.length)
                .set(CONNECTION, "close");
        return answer;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
