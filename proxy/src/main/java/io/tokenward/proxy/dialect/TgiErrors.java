package io.tokenward.proxy.dialect;

import io.tokenward.proxy.problem.Denied;

/** Refusals as Text Generation Inference words them; what it serves of OpenAI's API has the same. */
final class TgiErrors extends ErrorForm {
    TgiErrors() {
        super("x-request-id");
    }

    @Override
    String json(Denied denied, String reference) {
        String type = switch (denied.problem().status()) {
            case 400, 401, 403, 404, 405, 413, 415, 417 -> "validation";
            case 429, 503 -> "overloaded";
            default -> "generation";
        };
        return '{' + member("error", placedText(denied, reference)) + ',' + member("error_type", type) + '}';
    }
}
