package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;

/** Refusals as OpenAI words them (API reference, "Error codes"), so that SDKs raise the exception their users know. */
final class OpenAiErrors {
    private OpenAiErrors() {}

    static ErrorBody body(Denied denied, String reference) {
        Map<String, String> headers = RetryAdvice.headers(denied);
        headers.put("x-request-id", reference);
        byte[] body = json(denied, reference).getBytes(StandardCharsets.UTF_8);
        return new ErrorBody(denied.problem().status(), "application/json", headers, body);
    }

    static String json(Denied denied, String reference) {
        String text = denied.publicText() + " Reference " + reference + ".";
        String param = denied.param().isEmpty() ? "null" : JsonText.quote(denied.param());
        return "{\"error\":{\"message\":" + JsonText.quote(text) + ",\"type\":" + JsonText.quote(type(denied))
                + ",\"param\":"
                + param + ",\"code\":" + JsonText.quote(denied.problem().code()) + "}}";
    }

    private static String type(Denied denied) {
        return switch (denied.problem()) {
            case RATE_LIMITED, CONCURRENCY_LIMITED -> "rate_limit_error";
            case QUOTA_SPENT -> "insufficient_quota";
            default -> switch (denied.problem().fault()) {
                case CLIENT, POLICY -> "invalid_request_error";
                case PROXY, UPSTREAM -> "server_error";
            };
        };
    }
}
