package io.tokenward.proxy.dialect;

import io.tokenward.proxy.problem.Denied;

/** Refusals as Ollama words them: its clients show the string and would show an object as such. */
final class OllamaErrors extends ErrorForm {
    OllamaErrors() {
        super("x-request-id");
    }

    @Override
    String json(Denied denied, String reference) {
        return '{' + member("error", placedText(denied, reference)) + '}';
    }
}
