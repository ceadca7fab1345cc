package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;

/** Refusals as vLLM words them: OpenAI's form with the status as the code. */
final class VllmErrors extends OpenAiErrors {
    @Override
    String members(Denied denied, String reference) {
        String param = denied.param().isEmpty() ? "null" : JsonText.quote(denied.param());
        return member("message", text(denied, reference)) + ',' + member("type", kind(denied)) + ",\"param\":" + param
                + ",\"code\":" + denied.problem().status();
    }

    private static String kind(Denied denied) {
        return switch (denied.problem().status()) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFoundError";
            case 429 -> "RateLimitError";
            case 500, 502, 503, 504 -> "InternalServerError";
            default -> "BadRequestError";
        };
    }
}
