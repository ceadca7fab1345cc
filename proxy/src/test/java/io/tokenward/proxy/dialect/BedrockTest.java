package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockTest extends RecordedDialect {
    BedrockTest() {
        super("bedrock", "/model/us.anthropic.claude%3A0/converse", "bedrock-converse.json");
    }

    @Override
    String streamType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    byte[] answer(boolean streamed) {
        if (!streamed) return super.answer(false);
        var out = new ByteArrayOutputStream();
        out.writeBytes(EventFrames.frame("messageStart", "{\"role\":\"assistant\"}"));
        for (String piece : List.of("Hello", " there, \\\"usage\\\":{"))
            out.writeBytes(EventFrames.frame("contentBlockDelta",
                    "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + piece + "\"}}"));
        out.writeBytes(EventFrames.frame("contentBlockStop", "{\"contentBlockIndex\":0}"));
        out.writeBytes(EventFrames.frame("messageStop", "{\"stopReason\":\"end_turn\"}"));
        out.writeBytes(EventFrames.frame("metadata", "{\"metrics\":{\"latencyMs\":1},\"usage\":{\"inputTokens\":12,"
                + "\"cacheReadInputTokens\":3,\"cacheWriteInputTokens\":4,\"outputTokens\":10,\"totalTokens\":29}}"));
        return out.toByteArray();
    }

    @Test
    void theModelOfThePathIsDecoded() throws Denied {
        ModelCall call = read(request());

        assertThat(call.model()).isEqualTo("us.anthropic.claude:0");
        assertThat(call.maxOutputTokens()).isEqualTo(33);
    }

    @Test
    void anInvokedModelsEventsStandInBase64() {
        Operation invoke = dialect().operation("POST", "/model/m/invoke-with-response-stream").orElseThrow();
        UsageMeter meter = TestMeters.of(dialect(), invoke, streamType());
        for (String event : List.of("{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"Hello there\"}}",
                "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":19,\"outputTokenCount\":10}}")) {
            String bytes = Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8));
            byte[] frame = EventFrames.frame("chunk", "{\"bytes\":\"" + bytes + "\",\"p\":\"abc\"}");
            meter.observe(frame, 0, frame.length);
        }

        assertThat(meter.usage()).contains(reported());
        assertThat(meter.relayedTokens()).isPositive();
        assertThat(meter.finished()).isTrue();
    }

    @Test
    void usageInTheHeadOfAnAnswerCounts() {
        Operation invoke = dialect().operation("POST", "/model/m/invoke").orElseThrow();
        UsageMeter meter = dialect().meter(invoke, name -> switch (name) {
            case "x-amzn-bedrock-input-token-count" -> "19";
            case "x-amzn-bedrock-output-token-count" -> "10";
            default -> "";
        });

        assertThat(meter.usage()).contains(reported());
    }

    @Test
    void anErrorInTheStreamIsAWholeFrame() {
        byte[] error = dialect().streamError(operation(), Problem.PROMPT_BLOCKED.denied(), "tw_1");

        assertThat(EventFrames.whole(error)).isTrue();
        assertThat(new String(error, StandardCharsets.ISO_8859_1)).contains(":exception-type", "validationException");
    }

    @ParameterizedTest
    @CsvSource({"PROMPT_BLOCKED, ValidationException", "UNSCREENABLE, AccessDeniedException",
            "RATE_LIMITED, ThrottlingException", "OVERLOADED, ServiceUnavailableException"})
    void theKindOfExceptionStandsInTheHead(Problem problem, String kind) {
        assertThat(dialect().error(problem.denied(), "tw_1").headers()).containsEntry("x-amzn-errortype", kind);
    }

    @ParameterizedTest
    @CsvSource({"POST, /model/m/invoke-with-bidirectional-stream, SESSIONS", "POST, /async-invoke, FILES",
            "POST, /guardrail/g/version/1/apply, STORED"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /model//converse", "POST, /model/a/b/converse", "POST, /model/../converse",
            "GET, /model/m/converse"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }
}
