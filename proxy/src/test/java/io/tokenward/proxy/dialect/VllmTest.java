package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VllmTest extends RecordedDialect {
    VllmTest() {
        super("vllm", "/v1/chat/completions", "vllm-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | 'code':400",
            "KEY_UNKNOWN | 'type':'Unauthorized'"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/messages, messages",
            "POST, /v1/responses, responses",
            "POST, /score, texts"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /invocations, MANAGEMENT",
            "GET, /metrics, MANAGEMENT",
            "POST, /inference/v1/generate, TOKEN_IDS",
            "POST, /collective_rpc, MANAGEMENT"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/chat/completions/render",
            "GET, /health",
            "POST, /cohere/v2/chat"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }

    @Test
    void tokenIdsEmbeddingsAndTemplatesCannotBeScreened() throws Denied {
        Operation completions = dialect().operation("POST", "/v1/completions").orElseThrow();
        byte[] ids = "{\"model\":\"m\",\"prompt\":[[1,2],[3]]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] unknown = "{\"model\":\"m\",\"prompt\":\"x\",\"novel_ids\":[1]}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(dialect().read(completions, ids).opaque().place(Unscreened.TOKEN_IDS)).isEqualTo("/prompt/0");
        assertThat(dialect().read(completions, ids).inputTokens()).isGreaterThanOrEqualTo(3);
        assertThat(dialect().read(completions, unknown).opaque().place(Unscreened.TOKEN_IDS)).isEqualTo("/novel_ids");
        assertThat(read(request()).opaque().kinds()).contains(Unscreened.TEMPLATES, Unscreened.TOKEN_IDS);
    }
}
