package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;

/** Refusals as Azure OpenAI words them: a block looks like that of its own content filter. */
final class AzureErrors extends ErrorForm {
    AzureErrors() {
        super("apim-request-id", RateFields.AZURE);
    }

    @Override
    String json(Denied denied, String reference) {
        String message = member("message", text(denied, reference));
        String param = denied.param().isEmpty() ? "null" : JsonText.quote(denied.param());
        return switch (denied.problem()) {
            case PROMPT_BLOCKED -> "{\"error\":{" + message + ",\"type\":null,\"param\":"
                    + (param.equals("null") ? "\"prompt\"" : param)
                    + ",\"code\":\"content_filter\",\"status\":400,\"innererror\":{\"code\":"
                    + "\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{\"jailbreak\":{\"filtered\":true,"
                    + "\"detected\":true}}}}}";
            case KEY_MISSING, KEY_UNKNOWN, KEY_EXPIRED, KEY_REVOKED, PATH_UNKNOWN, RATE_LIMITED, CONCURRENCY_LIMITED ->
                "{\"error\":{" + member("code", Integer.toString(denied.problem().status())) + ',' + message + "}}";
            default -> "{\"error\":{" + member("code", denied.problem().code()) + ',' + message + ",\"param\":" + param
                    + ",\"type\":null}}";
        };
    }
}
