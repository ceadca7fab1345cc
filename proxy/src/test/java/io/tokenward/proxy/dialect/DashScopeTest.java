package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashScopeTest extends RecordedDialect {
    DashScopeTest() {
        super("dashscope", "/api/v1/services/aigc/text-generation/generation", "dashscope-generate.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | {'code':'DataInspectionFailed'",
            "RATE_LIMITED | Throttling.RateQuota",
            "KEY_UNKNOWN | InvalidApiKey"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /compatible-mode/v1/chat/completions, chat"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/v1/apps/a/completion, STORED"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/v1/services/aigc/text2image/image-synthesis"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/apps/a1/completion"})
    void whatAnswersWithTokensCostsThemBehindAGateToo(String path) {
        Operation operation = dialect().operation("POST", path).orElseThrow();

        assertThat(operation.gate()).contains(Unscreened.STORED);
        assertThat(operation.billed()).isTrue();
    }
}
