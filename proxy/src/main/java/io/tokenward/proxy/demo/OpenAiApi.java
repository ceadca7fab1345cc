package io.tokenward.proxy.demo;

import io.tokenward.proxy.demo.ScriptedModelCall.Unreadable;
import java.time.Instant;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Chat Completions as OpenAI speaks them. */
record OpenAiApi(String serial) implements ScriptedModelApi {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public ScriptedModelCall read(HttpRequest request, byte[] body, ScriptedModelMeter meter) throws Unreadable {
        return OpenAiRequest.read(body);
    }

    @Override
    public ScriptedModelAnswer answer(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown) {
        return new OpenAiAnswer(call, text, usageKnown, serial, Instant.now().getEpochSecond());
    }

    @Override
    public FullHttpResponse models() {
        ObjectNode root = JSON.createObjectNode().put("object", "list");
        var data = root.putArray("data");
        for (String id : ScriptedModelResponses.MODELS) {
            data.addObject()
                    .put("id", id)
                    .put("object", "model")
                    .put("created", 1_750_000_000)
                    .put("owned_by", "tokenward-demo");
        }
        return ScriptedModelResponses.json(HttpResponseStatus.OK, JSON.writeValueAsBytes(root));
    }

    @Override
    public FullHttpResponse refused(HttpResponseStatus status, String message) {
        String code = status.equals(HttpResponseStatus.NOT_FOUND) ? "unknown_url" : "invalid_request";
        return error(status, "invalid_request_error", code, message);
    }

    @Override
    public FullHttpResponse serverError() {
        return error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "server_error", "internal_error",
                "The server had an error while processing your request. Sorry about that!");
    }

    @Override
    public FullHttpResponse rateLimited() {
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

    @Override
    public void dress(HttpHeaders headers) {
        headers.set("x-request-id", "req_" + serial)
                .set("openai-processing-ms", "1")
                .set("openai-version", "2020-10-01");
    }

    static ObjectNode errorBody(String type, String code, String message) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("error").put("message", message).put("type", type).putNull("param").put("code", code);
        return root;
    }

    private static FullHttpResponse error(HttpResponseStatus status, String type, String code, String message) {
        return ScriptedModelResponses.json(status, JSON.writeValueAsBytes(errorBody(type, code, message)));
    }
}
