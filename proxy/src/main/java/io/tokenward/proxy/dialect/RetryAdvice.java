package io.tokenward.proxy.dialect;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tokenward.proxy.problem.Denied;

/** The header fields by which the SDKs that Stainless generates (OpenAI's, Anthropic's) learn whether and when to try again. */
final class RetryAdvice {
    // SDKs sleep a Retry-After out literally, however long; beyond this they had better ask again.
    private static final long MAX_WAIT_MILLIS = 60_000;

    private RetryAdvice() {}

    /** A map that the caller may add to. */
    static Map<String, String> headers(Denied denied) {
        Map<String, String> headers = new LinkedHashMap<>();
        switch (denied.problem()) {
            case RATE_LIMITED, CONCURRENCY_LIMITED -> {
                Duration wait = denied.retryAfter();
                long millis = wait == null ? 1000 : Math.clamp(wait.toMillis(), 1, MAX_WAIT_MILLIS);
                headers.put("retry-after", Long.toString((millis + 999) / 1000));
                headers.put("retry-after-ms", Long.toString(millis));
            }
            case SCREENING_FAILED, OVERLOADED, DRAINING, STORE_DOWN, AUDIT_DOWN -> headers.put("retry-after", "1");
            // What came too late may come in time the next time; the others stay wrong however often they are sent.
            case REQUEST_TIMEOUT, INTERNAL, UPSTREAM_UNREACHABLE, UPSTREAM_RESET, UPSTREAM_INVALID, UPSTREAM_TIMEOUT ->
                {}
            case BAD_FRAMING, BAD_PATH, BAD_BODY, PATH_UNKNOWN, METHOD_NOT_ALLOWED, KEY_MISSING, KEY_UNKNOWN,
                    KEY_EXPIRED, KEY_REVOKED, MODEL_NOT_ALLOWED, KEY_RESTRICTED, CONTENT_TYPE, CONTENT_ENCODING,
                    EXPECTATION,
                    BODY_TOO_LARGE, HEAD_TOO_LARGE, QUOTA_SPENT, PROMPT_BLOCKED, UNSCREENABLE ->
                headers.put("x-should-retry", "false");
        }
        return headers;
    }
}
