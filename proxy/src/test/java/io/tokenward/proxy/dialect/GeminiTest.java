package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiTest extends RecordedDialect {
    GeminiTest() {
        super("gemini", "/v1beta/models/gemini-x:generateContent", "gemini-generate.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | 'status':'INVALID_ARGUMENT'",
            "RATE_LIMITED | 'status':'RESOURCE_EXHAUSTED'",
            "RATE_LIMITED | 'retryDelay':'1s'",
            "KEY_UNKNOWN | API_KEY_INVALID",
            "MODEL_NOT_ALLOWED | PERMISSION_DENIED",
            "OVERLOADED | 'status':'UNAVAILABLE'",
            "QUOTA_SPENT | 'code':429"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1beta/models/g:generateContent, generate",
            "POST, /v1beta/models/g:streamGenerateContent, stream",
            "POST, /v1beta/tunedModels/g:generateContent, generate",
            "POST, /v1/projects/p/locations/l/publishers/google/models/g:countTokens, count_tokens",
            "GET, /v1beta/models, models"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /upload/v1beta/files, PIECES",
            "POST, /v1beta/cachedContents, STORED",
            "POST, /v1beta/models/g:batchGenerateContent, FILES"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1beta/models/g:predict",
            "POST, /v1beta/models/..:generateContent/x",
            "GET, /v1beta/models/g/x:generateContent",
            "POST, /v1beta/models/a/b:generateContent",
            "POST, /v1beta/interactions"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }

    @Test
    void theModelIsThatOfThePathAndLimitsAreBelowTheConfiguration() throws Denied {
        ModelCall call = read(request());

        assertThat(call.model()).isEqualTo("gemini-x");
        assertThat(call.maxOutputTokens()).isEqualTo(100);
        assertThat(call.stream()).isFalse();
        assertThat(dialect().credentialParameter()).isEqualTo("key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'contents':[],'system_instruction':{},'systemInstruction':{}}",
            "{'contents':[{'parts':[{'inlineData':{},'inline_data':{}}]}]}", "{'Contents':[]}",
            "{'systeminstruction':{}}",
            "{'contents':[{'parts':[{'inline_Data':{}}]}]}"})
    void oneNameInTwoSpellingsIsRefused(String body) {
        refusal(body.replace('\'', '"'));
    }

    @Test
    void namesOfArgumentsAreTheCallersOwn() throws Denied {
        String body = "{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f','args':{'a_b':1,'ab':2,'Text':3}}}]}]}";

        assertThat(read(body.replace('\'', '"')).prompt().passages()).hasSize(4);
    }

    @Test
    void aStreamWithoutEventsIsOneArrayAndMeteredToo() {
        var meter = dialect().meter(operation(), AnswerHead.of("application/json"));
        byte[] answer = ("[" + plainAnswer().strip() + ",\r\n" + plainAnswer().strip() + "]")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        meter.observe(answer, 0, answer.length);

        assertThat(meter.usage().map(TestMeters::totals)).contains(reported());
    }
}
