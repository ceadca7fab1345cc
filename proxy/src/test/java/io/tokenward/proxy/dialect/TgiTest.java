package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TgiTest extends RecordedDialect {
    TgiTest() {
        super("tgi", "/v1/chat/completions", "tgi-chat.json");
    }

    @Test
    void itsOwnApiNamesNoModelAndTellsNoUsage() throws Denied {
        Operation generate = dialect().operation("POST", "/generate_stream").orElseThrow();
        byte[] body = "{\"inputs\":\"Hello\",\"parameters\":{\"max_new_tokens\":3,\"best_of\":2}}"
                .getBytes(StandardCharsets.UTF_8);
        ModelCall call = dialect().read(generate, body);
        UsageMeter meter = TestMeters.of(dialect(), generate, "text/event-stream");
        byte[] answer = SampleRequest.text("tgi-generated.txt").getBytes(StandardCharsets.UTF_8);
        meter.observe(answer, 0, answer.length);

        assertThat(call.model()).isEmpty();
        assertThat(call.maxOutputTokens()).isEqualTo(6);
        assertThat(meter.usage()).isEmpty();
        assertThat(meter.unreportedTokens()).isBetween(2L, 6L);
        assertThat(meter.finished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | 'error_type':'validation'",
            "OVERLOADED | 'error_type':'overloaded'", "RATE_LIMITED | 'error_type':'overloaded'",
            "UPSTREAM_RESET | 'error_type':'generation'"})
    void refusalsHaveTheWordsThatItsClientsKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /generate/", "GET, /generate", "POST, /health", "POST, /generate_stream/x"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }
}
