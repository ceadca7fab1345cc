package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's Responses. */
class ResponsesTest extends RecordedDialect {
    ResponsesTest() {
        super("openai", "/v1/responses", "openai-responses.json");
    }

    @Override
    String plainAnswer() {
        return SampleRequest.text("openai-responses-answer.json");
    }

    @Override
    String streamedAnswer() {
        return SampleRequest.text("openai-responses-stream.txt");
    }

    @Test
    void aStreamThatSaysAllTwiceIsCountedOnce() {
        var meter = TestMeters.of(dialect(), operation(), "text/event-stream");
        byte[] answer = answer(true);
        meter.observe(answer, 0, answer.length);

        assertThat(meter.relayedTokens()).isLessThan(6);
    }

    @Test
    void anErrorInTheStreamIsAnEventWithAName() {
        byte[] error = dialect().streamError(operation(), Problem.QUOTA_SPENT.denied(), "tw_1");

        assertThat(new String(error, StandardCharsets.UTF_8))
                .startsWith("event: error\ndata: {\"type\":\"error\",\"code\":\"insufficient_quota\",\"message\":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'previous_response_id':'resp_1' | STORED | /previous_response_id",
            "'conversation':'conv_1' | STORED | /conversation", "'prompt':{'id':'pmpt_1'} | STORED | /prompt/id",
            "'input':[{'type':'item_reference','id':'x'}] | STORED | /input/0/id",
            "'input':[{'role':'user','content':[{'type':'input_file','file_id':'f'}]}] | FILES | /input/0/content/0/file_id",
            "'input':[{'role':'user','content':[{'type':'input_image','image_url':'https://a.b/c'}]}] | LINKS | /input/0/content/0/image_url",
            "'tools':[{'type':'mcp','server_url':'https://a.b/c'}] | LINKS | /tools/0/server_url",
            "'tools':[{'type':'file_search','vector_store_ids':['v']}] | STORED | /tools/0/vector_store_ids/0"})
    void whatCannotBeScreenedIsNamedWithItsPlace(String member, Unscreened kind, String place) throws Denied {
        OpaqueInputs opaque = read(("{'model':'m'," + member + "}").replace('\'', '"')).opaque();

        assertThat(opaque.kinds()).containsExactly(kind);
        assertThat(opaque.place(kind)).isEqualTo(place);
    }
}
