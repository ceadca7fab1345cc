package io.tokenward.proxy.exchange;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.dialect.Operation;
import io.tokenward.proxy.encoding.Coding;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/** What admission wants to know of a head, and what its fields say of the body. */
final class ReceivedHead {
    private ReceivedHead() {}

    static RequestHead of(ChannelHandlerContext ctx, HttpRequest request) throws Denied {
        String target = request.uri();
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return new RequestHead(request.method().name(), path, query < 0 ? "" : target.substring(query),
                Heads.credential(request.headers()), CertifiedCaller.of(ctx.channel()),
                ClientAddress.of(connection(ctx), request.headers()),
                name -> request.headers().get(name, ""));
    }

    private static Channel connection(ChannelHandlerContext ctx) {
        return ctx.channel() instanceof Http2StreamChannel stream ? stream.parent() : ctx.channel();
    }

    /** How the body is encoded; refuses types and codings that the operation does not take. */
    static Coding coding(HttpRequest request, Operation.Content content) throws Denied {
        Coding coding = Coding.of(request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING));
        if (content == Operation.Content.JSON && request.method().equals(HttpMethod.POST)
                && !ContentTypes.json(request.headers().getAll(HttpHeaderNames.CONTENT_TYPE)))
            throw Problem.CONTENT_TYPE.denied();
        return coding;
    }
}
