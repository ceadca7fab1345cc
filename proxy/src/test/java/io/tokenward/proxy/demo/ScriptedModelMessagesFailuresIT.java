package io.tokenward.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The failures a model name can ask for, in the words of the Messages API. */
@Timeout(30)
class ScriptedModelMessagesFailuresIT {
    private final ScriptedModel model = ScriptedModel.start(0, Duration.ofMillis(1));
    private final ScriptedModelClient client = new ScriptedModelClient(model);

    @AfterEach
    void close() {
        client.close();
        model.close();
    }

    @Test
    void errorInTheMidstOfAStreamIsAnEventAndTheLastOne() {
        HttpResponse<String> response = client.message(body("script-error-midstream", true));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().split("event: content_block_delta", -1)).hasSize(3);
        String last = response.body().substring(response.body().lastIndexOf("event: "));
        assertThat(last).startsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"");
        assertThat(response.body()).doesNotContain("message_stop");
        assertThat(model.tokensBilled()).isPositive();
    }

    @Test
    void errorInTheMidstOfAnOpenAiStreamIsAChunk() {
        String body = client.post(body("script-error-midstream", true)).body();

        assertThat(body.substring(body.lastIndexOf("data: "))).startsWith("data: {\"error\":{\"message\":");
        assertThat(body).doesNotContain("[DONE]");
    }

    @Test
    void dyingStreamEndsAfterTwoPieces() {
        assertThatThrownBy(() -> client.tryPostTo("/v1/messages", body("script-die-midstream", true)))
                .isInstanceOf(IOException.class);
        try (var raw = client.raw(request("script-die-midstream"))) {
            assertThat(raw.rest().split("event: content_block_delta", -1)).hasSize(3);
        }
    }

    @Test
    void resetStreamBreaksTheConnection() {
        try (var raw = client.raw(request("script-reset-midstream"))) {
            assertThatThrownBy(raw::rest).isInstanceOf(UncheckedIOException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void slowModelWaitsBeforeItsFirstByte() {
        long start = System.nanoTime();

        HttpResponse<String> response = client.message(body("script-slow-120", true));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void bigAnswersHaveTheSizeAskedFor() {
        String streamed = client.message(body("script-big-300", true)).body();
        String plain = client.message(body("script-big-300", false)).body();

        assertThat(plain.length()).isBetween(300 << 10, 302 << 10);
        assertThat(streamed.length()).isGreaterThan(300 << 10);
        assertThat(streamed).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void usageIsLeftOut() {
        assertThat(client.message(body("script-no-usage", false)).body()).doesNotContain("\"usage\"");
        assertThat(client.message(body("script-no-usage", true)).body()).doesNotContain("\"usage\"");
    }

    @ParameterizedTest
    @CsvSource({"script-500, 500, api_error", "script-429, 429, rate_limit_error"})
    void errorsHaveTheApisForm(String name, int status, String type) {
        HttpResponse<String> response = client.message(body(name, true));

        JsonNode root = JsonMapper.shared().readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(root.path("type").stringValue()).isEqualTo("error");
        assertThat(root.at("/error/type").stringValue()).isEqualTo(type);
        assertThat(response.headers().firstValue("request-id")).contains(root.path("request_id").stringValue());
        assertThat(model.tokensBilled()).isZero();
    }

    @Test
    void rateLimitTellsHowLongToWait() {
        var headers = client.message(body("script-429", false)).headers();

        assertThat(headers.firstValue("retry-after")).contains("7");
        assertThat(headers.firstValue("anthropic-ratelimit-requests-remaining")).contains("0");
        assertThat(headers.firstValue("anthropic-ratelimit-requests-reset").orElseThrow()).endsWith("Z");
    }

    @Test
    void earlyAnswerComesBeforeTheBodyIsThere() {
        String head = "POST /v1/messages HTTP/1.1\r\nHost: x\r\nanthropic-version: 1\r\nContent-Length: 1000000\r\n\r\n";

        try (var raw = client.raw(head + "{\"model\":\"script-early\",\"messages\":[")) {
            assertThat(raw.rest()).startsWith("HTTP/1.1 200 OK").contains("\"type\":\"message\"");
        }
    }

    @Test
    void clientThatLeavesIsBilledForWhatItGot() throws IOException {
        try (var slow = ScriptedModel.start(0, Duration.ofMinutes(1)); var to = new ScriptedModelClient(slow)) {
            try (var raw = to.raw(request("m"))) {
                raw.readUntil("message_start");
            }

            to.until(() -> slow.aborted() == 1);
            assertThat(slow.tokensBilled()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                                            | parse the JSON
            {"messages":[],"max_tokens":5}                               | model: Field required
            {"model":"m","max_tokens":5,"messages":[]}                   | messages: at least one
            {"model":"m","messages":[{"role":"user","content":"hi"}]}    | max_tokens: Field required
            """)
    void nonsenseIsRefused(String body, String message) {
        HttpResponse<String> response = client.message(body);

        JsonNode error = JsonMapper.shared().readTree(response.body()).path("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").stringValue()).contains(message);
        assertThat(model.tokensBilled()).isZero();
    }

    @Test
    void requestWithoutAVersionIsRefused() {
        String body = body("m", false);
        String request = "POST /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n" + body;

        try (var raw = client.raw(request)) {
            assertThat(raw.rest()).startsWith("HTTP/1.1 400").contains("anthropic-version: header is required");
        }
    }

    private static String body(String name, boolean stream) {
        return "{\"model\":\"%s\",\"max_tokens\":64,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(name, stream);
    }

    private static String request(String name) {
        String body = body(name, true);
        return "POST /v1/messages HTTP/1.1\r\nHost: x\r\nanthropic-version: 2023-06-01\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
