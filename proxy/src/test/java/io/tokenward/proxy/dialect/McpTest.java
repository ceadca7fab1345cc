package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Passage;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpTest {
    private static final Dialect MCP = Dialects.named("mcp").orElseThrow();
    private static final Operation MESSAGE = MCP.operation("POST", "/mcp").orElseThrow();

    @Test
    void everyTextOfAnAnswerIsFoundAtItsPlace() throws Denied {
        SampleRequest sample = SampleRequest.of("mcp", "/mcp", "mcp-answer.json");
        List<Passage> passages = MCP.readAnswer(MESSAGE, sample.body().getBytes(StandardCharsets.UTF_8))
                .prompt()
                .passages();

        assertThat(sample.planted()).allSatisfy(planted -> assertThat(passages)
                .anyMatch(passage -> passage.text().contains(planted.marker()) && passage.role() == planted.role()
                        && passage.pointer().equals(planted.pointer())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"7 | 7", "'a\\u0041' | 'a\\u0041'"})
    void aBlockAnswersTheRequestThatItIsFor(String id, String same) throws Denied {
        String body = "{'jsonrpc':'2.0','id':" + quoted(id) + ",'method':'tools/call','params':{}}";
        ModelCall asked = MCP.read(MESSAGE, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        ErrorBody error = MCP.error(Problem.PROMPT_BLOCKED.denied().at("params.arguments.q"), "tw_1",
                Optional.of(asked));
        String text = new String(error.body(), StandardCharsets.UTF_8);

        assertThat(error.status()).isEqualTo(200);
        assertThat(text)
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + quoted(same).replace('\'', '"')
                        + ",\"error\":{\"code\":-32001")
                .contains("params.arguments.q: Blocked", "tw_1");
        assertThat(new String(MCP.streamError(MESSAGE, Problem.PROMPT_BLOCKED.denied(), "tw_1", Optional.of(asked)),
                StandardCharsets.UTF_8)).startsWith("event: message\ndata: {\"jsonrpc\"").endsWith("}\n\n");
    }

    private static String quoted(String id) {
        return id.startsWith("a") ? "'" + id + "'" : id;
    }

    @Test
    void whatHasNoIdIsRefusedOverHttp() throws Denied {
        ModelCall asked = MCP.read(MESSAGE,
                "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(MCP.error(Problem.PROMPT_BLOCKED.denied(), "tw_1", Optional.of(asked)).status()).isEqualTo(400);
        assertThat(MCP.error(Problem.KEY_UNKNOWN.denied(), "tw_1", Optional.empty()).status()).isEqualTo(401);
    }
}
