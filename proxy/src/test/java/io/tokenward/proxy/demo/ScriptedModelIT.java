package io.tokenward.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a well-behaved client sees. */
@Timeout(30)
class ScriptedModelIT {
    private final ScriptedModel model = ScriptedModel.start(0, Duration.ofMillis(1));
    private final ScriptedModelClient client = new ScriptedModelClient(model);

    @AfterEach
    void close() {
        client.close();
        model.close();
    }

    @Test
    void plainAnswerCarriesTheModelItsTextAndUsage() {
        HttpResponse<String> response = client.post("""
                {"model":"gpt-x","messages":[{"role":"user","content":"one two three"}]}""");

        JsonNode root = json(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        assertThat(root.path("id").stringValue()).startsWith("chatcmpl-");
        assertThat(root.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(root.path("model").stringValue()).isEqualTo("gpt-x");
        assertThat(root.at("/choices/0/message/content").stringValue()).contains("messages is 3,");
        assertThat(root.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(root.at("/usage/prompt_tokens").intValue()).isEqualTo(3);
        assertThat(model.tokensBilled()).isEqualTo(root.at("/usage/total_tokens").intValue());
    }

    @Test
    void theSameQuestionGetsTheSameText() {
        String question = """
                {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"why is that"}]}]}""";

        String first = json(client.post(question).body()).at("/choices/0/message/content").stringValue();
        String second = json(client.post(question).body()).at("/choices/0/message/content").stringValue();

        assertThat(second).isEqualTo(first).contains("messages is 3,");
    }

    @Test
    void streamSaysTheSameAsThePlainAnswerInAboutEightChunks() {
        String plain = json(client.post("""
                {"model":"m","messages":[{"role":"user","content":"hi"}]}""").body()).at("/choices/0/message/content")
                .stringValue();

        HttpResponse<String> response = client.post("""
                {"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""");

        List<JsonNode> chunks = chunks(response.body());
        List<String> pieces = chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                .filter(piece -> !piece.isEmpty())
                .toList();
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(String.join("", pieces)).isEqualTo(plain);
        assertThat(pieces).hasSizeBetween(7, 9);
        assertThat(chunks.getFirst().at("/choices/0/delta/role").stringValue()).isEqualTo("assistant");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(chunks).noneMatch(chunk -> chunk.has("usage"));
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void streamEndsWithUsageWhenAsked() {
        List<JsonNode> chunks = chunks(client.post("""
                {"model":"m","stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"a b c d"}]}""").body());

        JsonNode last = chunks.getLast();
        assertThat(last.path("choices").isArray()).isTrue();
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/prompt_tokens").intValue()).isEqualTo(4);
        assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk -> chunk.path("usage").isNull());
        assertThat(model.tokensBilled()).isEqualTo(last.at("/usage/total_tokens").intValue());
    }

    @Test
    void answerKeepsToTheTokenLimit() {
        JsonNode root = json(client.post("""
                {"model":"m","max_completion_tokens":5,"messages":[{"role":"user","content":"hi"}]}""").body());

        assertThat(root.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
        assertThat(root.at("/usage/completion_tokens").intValue()).isEqualTo(5);
        assertThat(root.at("/choices/0/message/content").stringValue().split(" ")).hasSize(5);
    }

    @Test
    void offeredToolIsCalledAndItsResultAnswered() {
        String tools = """
                "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object",
                "properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"]}}}]""";

        JsonNode asked = json(client.post("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"rain?\"}],"
                + tools + "}").body());
        JsonNode answered = json(client.post("""
                {"model":"m","messages":[{"role":"user","content":"rain?"},{"role":"tool","content":"no"}],"""
                + tools + "}").body());

        assertThat(asked.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
        assertThat(asked.at("/choices/0/message/tool_calls/0/function/name").stringValue()).isEqualTo("weather");
        assertThat(asked.at("/choices/0/message/tool_calls/0/function/arguments").stringValue())
                .isEqualTo("{\"city\":\"scripted\",\"days\":1}");
        assertThat(answered.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
    }

    @Test
    void streamedToolCallArrivesAsADelta() {
        List<JsonNode> chunks = chunks(client.post("""
                {"model":"m","stream":true,"messages":[{"role":"user","content":"rain?"}],
                 "tools":[{"type":"function","function":{"name":"weather"}}]}""").body());

        assertThat(chunks.get(1).at("/choices/0/delta/tool_calls/0/index").intValue()).isZero();
        assertThat(chunks.get(1).at("/choices/0/delta/tool_calls/0/function/name").stringValue()).isEqualTo("weather");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
    }

    @Test
    void everyByteOnTheSocketIsCounted() {
        assertThat(model.bytesReceived()).isZero();

        client.raw("not http").close();
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        try (var raw = client.raw(request)) {
            assertThat(raw.rest()).startsWith("HTTP/1.1 200 OK").contains("messages is 1,");
        }

        client.until(() -> model.bytesReceived() == "not http".length() + request.length());
        assertThat(model.connections()).isEqualTo(2);
        assertThat(model.requests()).isEqualTo(1);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTurn() {
        String one = post("{\"model\":\"first\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}",
                "");
        String two = post("{\"model\":\"second\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}",
                "Connection: close\r\n");

        try (var raw = client.raw(one + two)) {
            String answers = raw.rest();
            assertThat(answers.lastIndexOf("\"first\"")).isPositive().isLessThan(answers.indexOf("\"second\""));
            assertThat(answers.indexOf("[DONE]")).isLessThan(answers.indexOf("\"second\""));
        }
    }

    @Test
    void credentialsAreRememberedInOrderAndNotForEver() {
        for (int i = 0; i < 70; i++) {
            client.get("/v1/models", "Bearer number-" + i);
        }

        assertThat(model.lastAuthorizations()).hasSize(64).startsWith("Bearer number-6").endsWith("Bearer number-69");
    }

    @Test
    void modelsAreListed() {
        JsonNode root = json(client.get("/v1/models", "").body());

        assertThat(root.path("object").stringValue()).isEqualTo("list");
        assertThat(root.at("/data/0/id").stringValue()).isEqualTo("scripted-1");
    }

    @Test
    void nonsenseIsRefusedInTheFormOfTheApi() {
        HttpResponse<String> notJson = client.post("{");
        HttpResponse<String> noModel = client.post("{\"messages\":[]}");
        HttpResponse<String> elsewhere = client.get("/v2/models", "");

        assertThat(notJson.statusCode()).isEqualTo(400);
        assertThat(json(noModel.body()).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(model.tokensBilled()).isZero();
    }

    private static String post(String body, String moreHeaders) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + moreHeaders + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static List<JsonNode> chunks(String body) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : body.split("\n\n")) {
            if (!event.equals("data: [DONE]")) {
                chunks.add(json(event.substring("data: ".length())));
            }
        }
        return chunks;
    }
}
