package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;

/** Refusals as OpenAI words them (API reference, "Error codes"), and as most servers of its API do. */
class OpenAiErrors extends ErrorForm {
    OpenAiErrors() {
        this("x-request-id");
    }

    OpenAiErrors(String referenceField) {
        this(referenceField, RateFields.OPENAI);
    }

    OpenAiErrors(String referenceField, RateFields rates) {
        super(referenceField, rates);
    }

    @Override
    String json(Denied denied, String reference) {
        return "{\"error\":{" + members(denied, reference) + "}}";
    }

    String members(Denied denied, String reference) {
        String param = denied.param().isEmpty() ? "null" : JsonText.quote(denied.param());
        return member("message", text(denied, reference)) + ',' + member("type", type(denied)) + ",\"param\":" + param
                + ',' + member("code", code(denied));
    }

    /** The machine word of a refusal. */
    String code(Denied denied) {
        return denied.problem().code();
    }

    String type(Denied denied) {
        return switch (denied.problem()) {
            case RATE_LIMITED, CONCURRENCY_LIMITED -> "rate_limit_error";
            case QUOTA_SPENT -> "insufficient_quota";
            default -> switch (denied.problem().fault()) {
                case CLIENT, POLICY -> "invalid_request_error";
                case PROXY, UPSTREAM -> "server_error";
            };
        };
    }

    /** Events with names (Responses) have the error's members at their top. */
    @Override
    byte[] inStream(Answer.Frames frames, Denied denied, String reference) {
        if (frames != Answer.Frames.NAMED) return super.inStream(frames, denied, reference);
        String param = denied.param().isEmpty() ? "null" : JsonText.quote(denied.param());
        String event = "event: error\ndata: {\"type\":\"error\"," + member("code", code(denied)) + ','
                + member("message", text(denied, reference)) + ",\"param\":" + param + "}\n\n";
        return event.getBytes(StandardCharsets.UTF_8);
    }
}
