package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereTest extends RecordedDialect {
    CohereTest() {
        super("cohere", "/v2/chat", "cohere-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | {'id':'tw_1','message':'Blocked"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/datasets, FILES",
            "POST, /v1/detokenize, TOKEN_IDS"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v2/chat/",
            "POST, /v1/connectors"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }
}
