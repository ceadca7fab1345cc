package io.tokenward.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Messages API as a well-behaved client sees it. */
@Timeout(30)
class ScriptedModelMessagesIT {
    private static final String TOOLS = """
            "tools":[{"name":"weather","input_schema":{"type":"object",
            "properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"]}}]""";

    private final ScriptedModel model = ScriptedModel.start(0, Duration.ofMillis(1));
    private final ScriptedModelClient client = new ScriptedModelClient(model);

    @AfterEach
    void close() {
        client.close();
        model.close();
    }

    @Test
    void plainAnswerCarriesTheModelItsTextAndUsage() {
        HttpResponse<String> response = client.message(asking("one two three", ""));

        JsonNode root = json(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("request-id")).isPresent();
        assertThat(root.path("id").stringValue()).startsWith("msg_");
        assertThat(root.path("type").stringValue()).isEqualTo("message");
        assertThat(root.path("role").stringValue()).isEqualTo("assistant");
        assertThat(root.path("model").stringValue()).isEqualTo("m");
        assertThat(root.at("/content/0/text").stringValue()).contains("messages is 3,");
        assertThat(root.path("stop_reason").stringValue()).isEqualTo("end_turn");
        assertThat(root.at("/usage/input_tokens").intValue()).isEqualTo(3);
        assertThat(model.tokensBilled()).isEqualTo(3 + root.at("/usage/output_tokens").intValue());
    }

    @Test
    void bothApisSayTheSame() {
        String here = json(client.message(asking("hi", "")).body()).at("/content/0/text").stringValue();
        String there = json(client.post("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .body()).at("/choices/0/message/content").stringValue();

        assertThat(here).isEqualTo(there);
    }

    @Test
    void streamHasAllKindsOfEventsInTheirOrder() {
        String plain = json(client.message(asking("hi", "")).body()).at("/content/0/text").stringValue();
        long billed = model.tokensBilled();

        HttpResponse<String> response = client.message(asking("hi", "\"stream\":true,"));

        List<Event> events = events(response.body());
        String text = String.join("", events.stream().map(e -> e.data().at("/delta/text").asString("")).toList());
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(events.stream().map(Event::name).distinct()).containsExactly("message_start", "content_block_start",
                "ping", "content_block_delta", "content_block_stop", "message_delta", "message_stop");
        assertThat(events).allMatch(event -> event.data().path("type").stringValue().equals(event.name()));
        assertThat(text).isEqualTo(plain);
        assertThat(model.tokensBilled()).isEqualTo(2 * billed);
    }

    @Test
    void streamTellsItsInputFirstAndItsOutputAsATotalAtTheEnd() {
        List<Event> events = events(client.message(asking("a b c d", "\"stream\":true,")).body());

        JsonNode start = events.getFirst().data().at("/message/usage");
        JsonNode end = events.get(events.size() - 2).data();
        assertThat(events.getFirst().data().at("/message/content")).isEmpty();
        assertThat(start.path("input_tokens").intValue()).isEqualTo(4);
        assertThat(start.path("output_tokens").intValue()).isEqualTo(1);
        assertThat(end.at("/delta/stop_reason").stringValue()).isEqualTo("end_turn");
        assertThat(model.tokensBilled()).isEqualTo(4 + end.at("/usage/output_tokens").intValue());
    }

    @Test
    void answerKeepsToTheTokenLimit() {
        JsonNode root = json(client.message("""
                {"model":"m","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""").body());

        assertThat(root.path("stop_reason").stringValue()).isEqualTo("max_tokens");
        assertThat(root.at("/usage/output_tokens").intValue()).isEqualTo(5);
    }

    @Test
    void offeredToolIsCalledAndItsResultAnswered() {
        JsonNode asked = json(client.message(asking("rain?", TOOLS + ",")).body());
        JsonNode answered = json(client.message("""
                {"model":"m","max_tokens":64,"messages":[{"role":"user","content":"rain?"},
                 {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"weather","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"no rain"}]}],"""
                + TOOLS + "}").body());
        JsonNode forbidden = json(client.message(asking("rain?", TOOLS + ",\"tool_choice\":{\"type\":\"none\"},"))
                .body());

        assertThat(asked.path("stop_reason").stringValue()).isEqualTo("tool_use");
        assertThat(asked.at("/content/0/type").stringValue()).isEqualTo("tool_use");
        assertThat(asked.at("/content/0/id").stringValue()).startsWith("toolu_");
        assertThat(asked.at("/content/0/name").stringValue()).isEqualTo("weather");
        assertThat(asked.at("/content/0/input")).isEqualTo(json("{\"city\":\"scripted\",\"days\":1}"));
        assertThat(answered.path("stop_reason").stringValue()).isEqualTo("end_turn");
        assertThat(answered.at("/usage/input_tokens").intValue()).isEqualTo(3);
        assertThat(forbidden.path("stop_reason").stringValue()).isEqualTo("end_turn");
    }

    @Test
    void streamedToolCallArrivesAsPartsOfItsArguments() {
        List<Event> events = events(client.message(asking("rain?", TOOLS + ",\"stream\":true,")).body());

        List<JsonNode> deltas = events.stream()
                .map(event -> event.data().path("delta"))
                .filter(delta -> delta.path("type").asString("").equals("input_json_delta"))
                .toList();
        assertThat(events.get(1).data().at("/content_block/name").stringValue()).isEqualTo("weather");
        assertThat(events.get(1).data().at("/content_block/input")).isEmpty();
        assertThat(String.join("", deltas.stream().map(delta -> delta.path("partial_json").stringValue()).toList()))
                .isEqualTo("{\"city\":\"scripted\",\"days\":1}");
        assertThat(events.get(events.size() - 2).data().at("/delta/stop_reason").stringValue()).isEqualTo("tool_use");
    }

    @Test
    void markedBeginningIsWrittenToTheCacheOnceAndReadFromThenOn() {
        String body = """
                {"model":"m","max_tokens":64,
                 "system":[{"type":"text","text":"be brief and kind","cache_control":{"type":"ephemeral"}}],
                 "messages":[{"role":"user","content":"%s"}]}""";

        JsonNode first = json(client.message(body.formatted("hello there")).body()).path("usage");
        JsonNode second = json(client.message(body.formatted("good bye now")).body()).path("usage");

        assertThat(first.path("input_tokens").intValue()).isEqualTo(2);
        assertThat(first.path("cache_creation_input_tokens").intValue()).isEqualTo(4);
        assertThat(first.path("cache_read_input_tokens").intValue()).isZero();
        assertThat(second.path("input_tokens").intValue()).isEqualTo(3);
        assertThat(second.path("cache_creation_input_tokens").intValue()).isZero();
        assertThat(second.path("cache_read_input_tokens").intValue()).isEqualTo(4);
        assertThat(model.tokensBilled())
                .isEqualTo(13 + first.path("output_tokens").intValue() + second.path("output_tokens").intValue());
    }

    @Test
    void laterMarkWritesWhatIsNewSinceTheOneThatIsKnown() {
        String system = "\"system\":[{\"type\":\"text\",\"text\":\"be brief\",\"cache_control\":{\"type\":\"ephemeral\"}}],";
        client.message(asking("x", system));

        JsonNode usage = json(client.message("{\"model\":\"m\",\"max_tokens\":64," + system + """
                "messages":[{"role":"user","content":[
                  {"type":"text","text":"one two three","cache_control":{"type":"ephemeral"}},
                  {"type":"text","text":"four"}]}]}""").body()).path("usage");

        assertThat(usage.path("cache_read_input_tokens").intValue()).isEqualTo(2);
        assertThat(usage.path("cache_creation_input_tokens").intValue()).isEqualTo(3);
        assertThat(usage.path("input_tokens").intValue()).isEqualTo(1);
    }

    @Test
    void countingTokensIsFree() {
        HttpResponse<String> response = client.postTo("/v1/messages/count_tokens", """
                {"model":"m","system":"be brief","messages":[{"role":"user","content":[
                  {"type":"text","text":"one two three"},
                  {"type":"document","source":{"type":"text","media_type":"text/plain","data":"four five"}}]}]}""");

        assertThat(response.body()).isEqualTo("{\"input_tokens\":7}");
        assertThat(model.tokensBilled()).isZero();
    }

    @Test
    void modelsAreListedInTheFormOfTheApiThatAsks() {
        JsonNode root = json(client.get("/v1/models", "", "anthropic-version", "2023-06-01").body());

        assertThat(root.at("/data/0/type").stringValue()).isEqualTo("model");
        assertThat(root.path("first_id").stringValue()).isEqualTo("scripted-1");
        assertThat(root.path("has_more").booleanValue()).isFalse();
    }

    @Test
    void keyInItsOwnHeaderIsRememberedToo() {
        client.get("/v1/models", "", "x-api-key", "a-key");

        assertThat(model.lastAuthorizations()).containsExactly("a-key");
    }

    private static String asking(String question, String more) {
        return "{\"model\":\"m\",\"max_tokens\":64," + more + "\"messages\":[{\"role\":\"user\",\"content\":\""
                + question
                + "\"}]}";
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static List<Event> events(String body) {
        return Arrays.stream(body.split("\n\n")).map(Event::of).toList();
    }

    private record Event(String name, JsonNode data) {
        static Event of(String text) {
            String[] lines = text.split("\n");
            assertThat(lines).hasSize(2);
            assertThat(lines[0]).startsWith("event: ");
            assertThat(lines[1]).startsWith("data: ");
            return new Event(lines[0].substring("event: ".length()), json(lines[1].substring("data: ".length())));
        }
    }
}
