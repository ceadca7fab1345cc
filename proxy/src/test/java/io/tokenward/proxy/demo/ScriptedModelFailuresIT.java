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
import org.junit.jupiter.params.provider.ValueSource;

/** The failures a model name can ask for, and clients that leave. */
@Timeout(30)
class ScriptedModelFailuresIT {
    private final ScriptedModel model = ScriptedModel.start(0, Duration.ofMillis(1));
    private final ScriptedModelClient client = new ScriptedModelClient(model);

    @AfterEach
    void close() {
        client.close();
        model.close();
    }

    @Test
    void dyingStreamEndsAfterThreeChunksWithoutALastOne() {
        try (var raw = client.raw(request("script-die-midstream", true))) {
            String answer = raw.rest();

            assertThat(answer.split("data: ", -1)).hasSize(4);
            assertThat(answer).doesNotContain("[DONE]").doesNotContain("\r\n0\r\n");
        }
        assertThat(model.aborted()).isZero();
        assertThat(model.tokensBilled()).isPositive();
    }

    @Test
    void dyingPlainAnswerIsShorterThanItsLength() {
        assertThatThrownBy(() -> client.tryPost(body("script-die-midstream", false))).isInstanceOf(IOException.class);
    }

    @Test
    void resetStreamBreaksTheConnection() {
        try (var raw = client.raw(request("script-reset-midstream", true))) {
            assertThatThrownBy(raw::rest).isInstanceOf(UncheckedIOException.class).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void slowModelWaitsBeforeItsFirstByte(boolean stream) {
        long start = System.nanoTime();

        HttpResponse<String> response = client.post(body("script-slow-120", stream));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void drippingModelPausesAfterEveryChunk() {
        long start = System.nanoTime();

        HttpResponse<String> response = client.post(body("script-drip-20", true));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(160));
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void garbageIsNoHttp() {
        try (var raw = client.raw(request("script-garbage", false))) {
            assertThat(raw.rest()).isNotEmpty().doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void serverErrorHasABody() {
        HttpResponse<String> response = client.post(body("script-500", true));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).startsWith("{\"error\":{").contains("server_error");
    }

    @Test
    void rateLimitTellsHowLongToWait() {
        HttpResponse<String> response = client.post(body("script-429", false));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).contains("7");
        assertThat(response.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
        assertThat(model.tokensBilled()).isZero();
    }

    @Test
    void earlyAnswerComesBeforeTheBodyIsThere() {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";

        try (var raw = client.raw(head + "{\"model\":\"script-early\",\"messages\":[")) {
            assertThat(raw.rest()).startsWith("HTTP/1.1 200 OK")
                    .containsIgnoringCase("connection: close")
                    .contains("chat.completion");
        }

        assertThat(model.requests()).isEqualTo(1);
        assertThat(model.aborted()).isZero();
    }

    @Test
    void bigAnswersHaveTheSizeAskedFor() {
        String streamed = client.post(body("script-big-300", true)).body();
        String plain = client.post(body("script-big-300", false)).body();

        assertThat(plain.chars().filter(c -> c == 'f').count()).isGreaterThan(300 * 1000);
        assertThat(plain.length()).isBetween(300 << 10, 302 << 10);
        assertThat(streamed.length()).isGreaterThan(300 << 10);
        assertThat(streamed).endsWith("data: [DONE]\n\n");
    }

    @Test
    void bigStreamWaitsForAReaderWhoDoesNotRead() throws IOException {
        int gibibyte = 999_999;

        try (var raw = client.raw(request("script-big-" + gibibyte, true))) {
            raw.readUntil("ffff");
            client.untilSteady(model::tokensBilled);

            // What a pair of socket buffers holds is some MiB, and each KiB is 16 tokens.
            assertThat(model.tokensBilled()).isPositive().isLessThan(16L * gibibyte / 10);
        }
        client.until(() -> model.aborted() == 1);
    }

    @Test
    void usageIsLeftOut() {
        assertThat(client.post(body("script-no-usage", false)).body()).doesNotContain("\"usage\"");
        assertThat(client.post(body("script-no-usage", true)).body()).doesNotContain("\"usage\"");
    }

    @Test
    void clientThatLeavesIsCountedAndBilledForWhatItGot() throws IOException {
        try (var slow = ScriptedModel.start(0, Duration.ofMinutes(1)); var to = new ScriptedModelClient(slow)) {
            try (var raw = to.raw(request("m", true))) {
                raw.readUntil("\"role\":\"assistant\"");
            }

            to.until(() -> slow.aborted() == 1);
            assertThat(slow.tokensBilled()).isEqualTo(1);
        }
    }

    @Test
    void malformedHttpIsRefusedAndTheConnectionClosed() {
        try (var raw = client.raw("POST /v1/chat/completions HTTP/9.x\r\n\r\n")) {
            assertThat(raw.rest()).startsWith("HTTP/1.1 400");
        }
        assertThat(model.requests()).isZero();
    }

    @Test
    void portInUseIsReported() {
        assertThatThrownBy(() -> ScriptedModel.start(model.port())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + model.port());
    }

    private static String body(String name, boolean stream) {
        return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".formatted(name,
                stream);
    }

    private static String request(String name, boolean stream) {
        String body = body(name, stream);
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
