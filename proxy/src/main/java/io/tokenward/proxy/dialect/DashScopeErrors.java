package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;

import io.tokenward.proxy.problem.Denied;

/** Refusals as DashScope words them: a code of two words, and nothing around it. */
final class DashScopeErrors extends ErrorForm {
    DashScopeErrors() {
        super("x-request-id");
    }

    /** Both forms in one: its own API reads the members at the top, the one that is OpenAI's those under {@code error}. */
    @Override
    String json(Denied denied, String reference) {
        String members = member("code", code(denied)) + ',' + member("message", placedText(denied, reference));
        return '{' + members + ',' + member("request_id", reference) + ",\"error\":{" + members
                + ",\"param\":null,\"type\":\""
                + (denied.problem().status() < 500 ? "invalid_request_error" : "server_error")
                + "\"}}";
    }

    private static String code(Denied denied) {
        return switch (denied.problem()) {
            case KEY_MISSING, KEY_UNKNOWN, KEY_EXPIRED, KEY_REVOKED -> "InvalidApiKey";
            case MODEL_NOT_ALLOWED -> "Model.AccessDenied";
            case KEY_RESTRICTED -> "AccessDenied";
            case UNSCREENABLE -> "AccessDenied";
            case PROMPT_BLOCKED -> "DataInspectionFailed";
            case RATE_LIMITED, CONCURRENCY_LIMITED -> "Throttling.RateQuota";
            case QUOTA_SPENT -> "Throttling.AllocationQuota";
            case PATH_UNKNOWN, METHOD_NOT_ALLOWED -> "InvalidURL";
            case REQUEST_TIMEOUT, UPSTREAM_TIMEOUT -> "RequestTimeOut";
            case BAD_BODY, BODY_TOO_LARGE, BAD_FRAMING, BAD_PATH, CONTENT_TYPE, CONTENT_ENCODING, EXPECTATION,
                    HEAD_TOO_LARGE ->
                "InvalidParameter";
            case SCREENING_FAILED, OVERLOADED, DRAINING, STORE_DOWN, AUDIT_DOWN -> "ServiceUnavailable";
            case INTERNAL, UPSTREAM_UNREACHABLE, UPSTREAM_RESET, UPSTREAM_INVALID -> "InternalError";
        };
    }

    @Override
    byte[] inStream(Answer.Frames frames, Denied denied, String reference) {
        return ("event:error\n:HTTP_STATUS/" + denied.problem().status() + "\ndata:" + json(denied, reference) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
