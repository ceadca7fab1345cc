package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;

/** Refusals as Anthropic words them (API reference, "Errors"), so that SDKs raise the exception their users know. */
final class AnthropicErrors extends ErrorForm {
    AnthropicErrors() {
        super("request-id", RateFields.ANTHROPIC);
    }

    @Override
    String json(Denied denied, String reference) {
        String text = placedText(denied, reference);
        return "{\"type\":\"error\",\"error\":{\"type\":" + JsonText.quote(type(denied)) + ",\"message\":"
                + JsonText.quote(text) + ",\"details\":{\"error_code\":" + JsonText.quote(code(denied))
                + "}},\"request_id\":" + JsonText.quote(reference) + "}";
    }

    private static String type(Denied denied) {
        return switch (denied.problem()) {
            case KEY_MISSING, KEY_UNKNOWN, KEY_EXPIRED, KEY_REVOKED -> "authentication_error";
            case MODEL_NOT_ALLOWED, KEY_RESTRICTED, UNSCREENABLE -> "permission_error";
            case PATH_UNKNOWN, METHOD_NOT_ALLOWED -> "not_found_error";
            case BODY_TOO_LARGE, HEAD_TOO_LARGE -> "request_too_large";
            case RATE_LIMITED, CONCURRENCY_LIMITED, QUOTA_SPENT -> "rate_limit_error";
            case BAD_FRAMING, BAD_PATH, BAD_BODY, CONTENT_TYPE, CONTENT_ENCODING, EXPECTATION, PROMPT_BLOCKED ->
                "invalid_request_error";
            case REQUEST_TIMEOUT, UPSTREAM_TIMEOUT -> "timeout_error";
            case SCREENING_FAILED, OVERLOADED, DRAINING, STORE_DOWN, AUDIT_DOWN -> "overloaded_error";
            case INTERNAL, UPSTREAM_UNREACHABLE, UPSTREAM_RESET, UPSTREAM_INVALID -> "api_error";
        };
    }

    /** Where Anthropic has a word of its own, that one. */
    private static String code(Denied denied) {
        return switch (denied.problem()) {
            case QUOTA_SPENT -> "enforced_spend_limit_reached";
            case CONTENT_ENCODING -> "request_body_encoding_unsupported";
            default -> denied.problem().code();
        };
    }
}
