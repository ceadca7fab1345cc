package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;

/** Refusals as OpenAI words them (API reference, "Error codes"), so that SDKs raise the exception their users know. */
final class OpenAiErrors {
    // SDKs sleep a Retry-After out literally, however long; beyond this they had better ask again.
    private static final long MAX_WAIT_MILLIS = 60_000;

    private OpenAiErrors() {}

    static ErrorBody body(Denied denied, String reference) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-request-id", reference);
        switch (denied.problem()) {
            case RATE_LIMITED, CONCURRENCY_LIMITED -> {
                Duration wait = denied.retryAfter();
                long millis = wait == null ? 1000 : Math.clamp(wait.toMillis(), 1, MAX_WAIT_MILLIS);
                headers.put("retry-after", Long.toString((millis + 999) / 1000));
                headers.put("retry-after-ms", Long.toString(millis));
            }
            case SCREENING_FAILED, OVERLOADED, DRAINING, STORE_DOWN -> headers.put("retry-after", "1");
            // What came too late may come in time the next time; the others stay wrong however often they are sent.
            case REQUEST_TIMEOUT, INTERNAL, UPSTREAM_UNREACHABLE, UPSTREAM_RESET, UPSTREAM_INVALID, UPSTREAM_TIMEOUT ->
                {}
            case BAD_FRAMING, BAD_PATH, BAD_BODY, PATH_UNKNOWN, METHOD_NOT_ALLOWED, KEY_MISSING, KEY_UNKNOWN,
                    KEY_EXPIRED, KEY_REVOKED, MODEL_NOT_ALLOWED, CONTENT_TYPE, CONTENT_ENCODING, EXPECTATION,
                    BODY_TOO_LARGE, HEAD_TOO_LARGE, QUOTA_SPENT, PROMPT_BLOCKED ->
                headers.put("x-should-retry", "false");
        }
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
