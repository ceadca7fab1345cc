package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArkTest extends RecordedDialect {
    ArkTest() {
        super("ark", "/api/v3/chat/completions", "ark-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | 'code':'SensitiveContentDetected'",
            "RATE_LIMITED | 'type':'TooManyRequests'"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/v3/responses, responses"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/v3/bots/chat/completions, STORED",
            "POST, /api/v3/context/create, STORED"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/v3/contents/generations/tasks"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v3/context/create", "/api/v3/context/chat/completions",
            "/api/v3/bots/chat/completions"})
    void whatAnswersWithTokensCostsThemBehindAGateToo(String path) {
        Operation operation = dialect().operation("POST", path).orElseThrow();

        assertThat(operation.gate()).contains(Unscreened.STORED);
        assertThat(operation.billed()).isTrue();
    }
}
