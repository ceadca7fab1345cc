package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.upstream.UpstreamTarget;

/** What the upstream is asked: the screened bytes under its own host and with its own credential. */
final class UpstreamRequest {
    private UpstreamRequest() {}

    static FullHttpRequest of(Exchange exchange, Judged judged, UpstreamBinding binding, UpstreamTarget target) {
        var match = judged.ticket().match();
        byte[] body = judged.body();
        exchange.upstreamBytes = body.length;
        ByteBuf content = requireNonNull(exchange.collector).received(body)
                .orElseGet(() -> Unpooled.wrappedBuffer(body));
        String path = binding.replacesCredential()
                ? QueryCredential.without(match.upstreamPath(), match.dialect().credentialParameter())
                : match.upstreamPath();
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, exchange.request.method(),
                target.basePath() + path, content,
                Heads.forUpstream(exchange.request.headers(), binding.credential(), match.dialect().credentialField()),
                EmptyHttpHeaders.INSTANCE);
        HeadTexts.write(judged.fields(), request.headers());
        request.headers().set(HttpHeaderNames.HOST, target.authority());
        if (body.length > 0 || !exchange.request.method().equals(HttpMethod.GET))
            HttpUtil.setContentLength(request, body.length);
        if (exchange.handshake != null)
            exchange.handshake.ask(request.headers(), judged.fields(), !binding.replacesCredential(),
                    match.dialect().credentialField());
        binding.signer()
                .ifPresent(signer -> Signing.sign(request, signer, target.authority(), exchange.bodyHash));
        return request;
    }
}
