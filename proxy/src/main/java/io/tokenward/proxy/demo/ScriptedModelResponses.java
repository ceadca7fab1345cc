package io.tokenward.proxy.demo;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** HTTP responses with the headers a provider sends. */
final class ScriptedModelResponses {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ScriptedModelResponses() {}

    static FullHttpResponse json(HttpResponseStatus status, byte[] body) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        HttpUtil.setContentLength(response, body.length);
        return response;
    }

    static FullHttpResponse error(HttpResponseStatus status, String type, String code, String message) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("error").put("message", message).put("type", type).putNull("param").put("code", code);
        return json(status, JSON.writeValueAsBytes(root));
    }

    static FullHttpResponse serverError() {
        return error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "server_error", "internal_error",
                "The server had an error while processing your request. Sorry about that!");
    }

    static FullHttpResponse rateLimited() {
        var response = error(HttpResponseStatus.TOO_MANY_REQUESTS, "requests", "rate_limit_exceeded",
                "Rate limit reached for requests per min. Please try again in 7s.");
        response.headers()
                .set(HttpHeaderNames.RETRY_AFTER, "7")
                .set("x-ratelimit-limit-requests", "60")
                .set("x-ratelimit-remaining-requests", "0")
                .set("x-ratelimit-reset-requests", "7s")
                .set("x-ratelimit-limit-tokens", "150000")
                .set("x-ratelimit-remaining-tokens", "149984")
                .set("x-ratelimit-reset-tokens", "6ms");
        return response;
    }

    static FullHttpResponse models() {
        ObjectNode root = JSON.createObjectNode().put("object", "list");
        var data = root.putArray("data");
        for (String id : new String[]{"scripted-1", "scripted-1-mini"}) {
            data.addObject()
                    .put("id", id)
                    .put("object", "model")
                    .put("created", 1_750_000_000)
                    .put("owned_by",
                            "tokenward-demo");
        }
        return json(HttpResponseStatus.OK, JSON.writeValueAsBytes(root));
    }

    /** The head of a stream of server-sent events. */
    static HttpResponse eventStream() {
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        return response;
    }
}
