package io.tokenward.proxy.dialect;

import io.tokenward.proxy.problem.Denied;

/** Refusals as Cohere words them: an id and a message. */
final class CohereErrors extends ErrorForm {
    CohereErrors() {
        super("x-request-id");
    }

    @Override
    String json(Denied denied, String reference) {
        return '{' + member("id", reference) + ',' + member("message", placedText(denied, reference)) + '}';
    }
}
