package io.tokenward.proxy.dialect;

import io.tokenward.proxy.problem.Denied;

/** Refusals as Zhipu words them: numbers for codes, a block with the filter's finding beside the error. */
final class ZhipuErrors extends ErrorForm {
    ZhipuErrors() {
        super("x-request-id");
    }

    @Override
    String json(Denied denied, String reference) {
        String error = "\"error\":{" + member("code", code(denied)) + ','
                + member("message", placedText(denied, reference)) + '}';
        return switch (denied.problem()) {
            case PROMPT_BLOCKED -> '{' + error + ",\"contentFilter\":[{\"level\":0,\"role\":\"user\"}]}";
            default -> '{' + error + '}';
        };
    }

    private static String code(Denied denied) {
        return switch (denied.problem()) {
            case KEY_MISSING -> "1001";
            case KEY_UNKNOWN, KEY_REVOKED -> "1002";
            case KEY_EXPIRED -> "1003";
            case PROMPT_BLOCKED -> "1301";
            case RATE_LIMITED -> "1302";
            case CONCURRENCY_LIMITED -> "1303";
            case QUOTA_SPENT -> "1113";
            case MODEL_NOT_ALLOWED, KEY_RESTRICTED, UNSCREENABLE -> "1220";
            case PATH_UNKNOWN -> "1222";
            case BAD_BODY, BODY_TOO_LARGE, BAD_FRAMING, BAD_PATH, CONTENT_TYPE, CONTENT_ENCODING, METHOD_NOT_ALLOWED,
                    EXPECTATION, HEAD_TOO_LARGE, REQUEST_TIMEOUT ->
                "1210";
            case SCREENING_FAILED, OVERLOADED, DRAINING, STORE_DOWN, AUDIT_DOWN, INTERNAL, UPSTREAM_UNREACHABLE,
                    UPSTREAM_RESET, UPSTREAM_INVALID, UPSTREAM_TIMEOUT ->
                "1234";
        };
    }
}
