package io.tokenward.proxy.dialect;

import java.time.Duration;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;

/** Refusals as Google's APIs word them: {@code google.rpc.Status}, with the wait in {@code RetryInfo}. */
final class GoogleErrors extends ErrorForm {
    GoogleErrors() {
        super("x-request-id");
    }

    @Override
    String json(Denied denied, String reference) {
        var details = new StringBuilder("{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",")
                .append(member("reason", reason(denied)))
                .append(",\"domain\":\"googleapis.com\"}");
        Duration wait = denied.retryAfter();
        boolean rate = switch (denied.problem()) {
            case RATE_LIMITED, CONCURRENCY_LIMITED -> true;
            default -> false;
        };
        if (rate) {
            long seconds = wait == null ? 1 : Math.clamp((wait.toMillis() + 999) / 1000, 1, 60);
            details.append(",{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",")
                    .append(member("retryDelay", seconds + "s"))
                    .append('}');
        }
        return "{\"error\":{\"code\":" + denied.problem().status() + ",\"message\":"
                + JsonText.quote(placedText(denied, reference)) + ',' + member("status", status(denied))
                + ",\"details\":[" + details + "]}}";
    }

    private static String reason(Denied denied) {
        return switch (denied.problem()) {
            case KEY_MISSING, KEY_UNKNOWN, KEY_EXPIRED, KEY_REVOKED -> "API_KEY_INVALID";
            default -> denied.problem().code().toUpperCase(java.util.Locale.ROOT);
        };
    }

    private static String status(Denied denied) {
        return switch (denied.problem().status()) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 500 -> "INTERNAL";
            case 502, 503 -> "UNAVAILABLE";
            default -> "INVALID_ARGUMENT";
        };
    }
}
