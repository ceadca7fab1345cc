package io.tokenward.proxy.dialect;

import io.tokenward.proxy.problem.Denied;

/** Refusals as Mistral words them: the error's members stand at the top. */
final class MistralErrors extends OpenAiErrors {
    MistralErrors() {
        super("mistral-correlation-id", RateFields.MISTRAL);
    }

    @Override
    String json(Denied denied, String reference) {
        return "{\"object\":\"error\"," + members(denied, reference) + ',' + member("request_id", reference) + '}';
    }
}
