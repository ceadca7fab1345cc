package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MistralTest extends RecordedDialect {
    MistralTest() {
        super("mistral", "/v1/chat/completions", "mistral-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | {'object':'error','message':'Blocked",
            "PROMPT_BLOCKED | 'request_id':'tw_1'"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/fim/completions, fim"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/agents/completions, STORED",
            "POST, /v1/files, FILES"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/fine_tuning/jobs"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/agents/completions", "/v1/conversations", "/v1/conversations/c1"})
    void whatAnswersWithTokensCostsThemBehindAGateToo(String path) {
        Operation operation = dialect().operation("POST", path).orElseThrow();

        assertThat(operation.gate()).contains(Unscreened.STORED);
        assertThat(operation.billed()).isTrue();
    }
}
