package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaTest extends RecordedDialect {
    OllamaTest() {
        super("ollama", "/api/chat", "ollama-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | {'error':'Blocked by policy",
            "KEY_UNKNOWN | {'error':'The API key is not known"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/pull, MANAGEMENT",
            "POST, /api/create, MANAGEMENT",
            "DELETE, /api/delete, MANAGEMENT",
            "POST, /api/blobs/sha256:abc, MANAGEMENT"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/chat",
            "POST, /api/Chat",
            "POST, /api/chat/",
            "POST, /"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }

    @Override
    String streamType() {
        return "application/x-ndjson";
    }

    @Test
    void itStreamsUnlessARequestSaysNo() throws Denied {
        String hello = "'model':'m','messages':[{'role':'user','content':'Hello'}]".replace('\'', '"');

        assertThat(read("{" + hello + "}").stream()).isTrue();
        assertThat(read("{" + hello + ",\"stream\":false}").stream()).isFalse();
        assertThat(operation().content()).isEqualTo(Operation.Content.JSON_UNLABELLED);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "-1, -1", "-2, -1", "null, -1"})
    void aNegativeNumberOfTokensIsNoLimit(String given, long limit) throws Denied {
        String body = "{'model':'m','options':{'num_predict':" + given
                + "},'messages':[{'role':'user','content':'x'}]}";

        assertThat(read(body.replace('\'', '"')).maxOutputTokens()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"Messages", "me\u017f\u017fages", "STREAM"})
    void aNameThatGoWouldTakeForAFieldIsRefused(String name) {
        refusal("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"" + name + "\":[]}");
    }

    @Test
    void aContextOfNumbersAndATemplateCannotBeScreened() throws Denied {
        Operation generate = dialect().operation("POST", "/api/generate").orElseThrow();
        byte[] body = "{\"model\":\"m\",\"prompt\":\"x\",\"context\":[1,2,3],\"template\":\"{{ .Prompt }}\"}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        OpaqueInputs opaque = dialect().read(generate, body).opaque();

        assertThat(opaque.kinds()).containsExactly(Unscreened.TOKEN_IDS, Unscreened.TEMPLATES);
        assertThat(opaque.place(Unscreened.TOKEN_IDS)).isEqualTo("/context");
        assertThat(opaque.coverage()).isEqualTo("partly(token-ids+templates)");
    }
}
