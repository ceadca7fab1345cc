package io.tokenward.proxy.demo;

import io.tokenward.proxy.demo.ScriptedModelCall.Unreadable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Messages as Anthropic speaks them. */
record AnthropicApi(String serial) implements ScriptedModelApi {
    static final String VERSION = "anthropic-version";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CREATED = "2026-01-01T00:00:00Z";
    private static final int RETRY_SECONDS = 7;

    @Override
    public ScriptedModelCall read(HttpRequest request, byte[] body, ScriptedModelMeter meter) throws Unreadable {
        requireVersion(request);
        return AnthropicRequest.parse(body).call(meter);
    }

    /** The answer of {@code count_tokens}; the cache takes no part in it. */
    FullHttpResponse count(HttpRequest request, byte[] body) throws Unreadable {
        requireVersion(request);
        int words = AnthropicRequest.parse(body).words();
        return ScriptedModelResponses.json(HttpResponseStatus.OK,
                JSON.writeValueAsBytes(JSON.createObjectNode().put("input_tokens", words)));
    }

    private static void requireVersion(HttpRequest request) throws Unreadable {
        if (!request.headers().contains(VERSION)) {
            throw new Unreadable("anthropic-version: header is required");
        }
    }

    @Override
    public ScriptedModelAnswer answer(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown) {
        return new AnthropicAnswer(call, text, usageKnown, serial);
    }

    @Override
    public FullHttpResponse models() {
        ObjectNode root = JSON.createObjectNode();
        var data = root.putArray("data");
        for (String id : ScriptedModelResponses.MODELS) {
            data.addObject().put("type", "model").put("id", id).put("display_name", id).put("created_at", CREATED);
        }
        root.put("has_more", false)
                .put("first_id", ScriptedModelResponses.MODELS.getFirst())
                .put("last_id", ScriptedModelResponses.MODELS.getLast());
        return ScriptedModelResponses.json(HttpResponseStatus.OK, JSON.writeValueAsBytes(root));
    }

    @Override
    public FullHttpResponse refused(HttpResponseStatus status, String message) {
        String type = switch (status.code()) {
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            default -> "invalid_request_error";
        };
        return error(status, type, message);
    }

    @Override
    public FullHttpResponse serverError() {
        return error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "api_error", "Internal server error");
    }

    @Override
    public FullHttpResponse rateLimited() {
        var response = error(HttpResponseStatus.TOO_MANY_REQUESTS, "rate_limit_error",
                "This request would exceed your organization's rate limit. Please try again in 7s.");
        Instant reset = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(RETRY_SECONDS);
        response.headers()
                .set(HttpHeaderNames.RETRY_AFTER, Integer.toString(RETRY_SECONDS))
                .set("anthropic-ratelimit-requests-limit", "60")
                .set("anthropic-ratelimit-requests-remaining", "0")
                .set("anthropic-ratelimit-requests-reset", reset.toString())
                .set("anthropic-ratelimit-tokens-limit", "150000")
                .set("anthropic-ratelimit-tokens-remaining", "149984")
                .set("anthropic-ratelimit-tokens-reset", reset.toString());
        return response;
    }

    @Override
    public void dress(HttpHeaders headers) {
        headers.set("request-id", "req_" + serial).set("anthropic-organization-id", "tokenward-demo");
    }

    /** The body of errors and the data of error events. */
    static ObjectNode errorBody(String type, String message, String serial) {
        ObjectNode root = JSON.createObjectNode().put("type", "error");
        root.putObject("error").put("type", type).put("message", message);
        return root.put("request_id", "req_" + serial);
    }

    private FullHttpResponse error(HttpResponseStatus status, String type, String message) {
        return ScriptedModelResponses.json(status, JSON.writeValueAsBytes(errorBody(type, message, serial)));
    }
}
