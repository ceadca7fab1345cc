package io.tokenward.proxy.demo;

import io.tokenward.proxy.demo.ScriptedModelCall.Unreadable;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What differs between the APIs that the scripted model speaks. One for each request. */
sealed interface ScriptedModelApi permits OpenAiApi, AnthropicApi {
    /**
     * The API a request belongs to: both have {@code /v1/models}, and only Anthropic's clients tell a version.
     *
     * @param serial digits that tell this request from others
     */
    static ScriptedModelApi of(HttpRequest request, String serial) {
        boolean anthropic = request.uri().startsWith("/v1/messages")
                || request.headers().contains(AnthropicApi.VERSION);
        return anthropic ? new AnthropicApi(serial) : new OpenAiApi(serial);
    }

    /** What a request for an answer asks for. */
    ScriptedModelCall read(HttpRequest request, byte[] body, ScriptedModelMeter meter) throws Unreadable;

    /** The answer to it. */
    ScriptedModelAnswer answer(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown);

    /** The list of models. */
    FullHttpResponse models();

    /** An error of the caller. */
    FullHttpResponse refused(HttpResponseStatus status, String message);

    /** HTTP 500. */
    FullHttpResponse serverError();

    /** HTTP 429 with a time to wait. */
    FullHttpResponse rateLimited();

    /** Adds the headers that every response of the provider has. */
    void dress(HttpHeaders headers);
}
