package io.tokenward.proxy.demo;

import java.net.http.HttpRequest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The two APIs as a client writes and reads them. */
enum TourApi {
    OPENAI("/v1/chat/completions", "data: [DONE]", "/choices/0/message/content", "/error/code") {
        @Override
        void addTurnOfTool(ArrayNode messages, String result) {
            ObjectNode call = messages.addObject().put("role", "assistant").putNull("content");
            call.putArray("tool_calls")
                    .addObject()
                    .put("id", "call_1")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", TOOL)
                    .put("arguments", "{}");
            messages.addObject().put("role", "tool").put("tool_call_id", "call_1").put("content", result);
        }

        @Override
        void wantStream(ObjectNode body) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }

        @Override
        HttpRequest.Builder authorize(HttpRequest.Builder request, String key) {
            return request.header("Authorization", "Bearer " + key);
        }
    },
    ANTHROPIC("/v1/messages", "event: message_stop", "/content/0/text", "/error/details/error_code") {
        @Override
        void addTurnOfTool(ArrayNode messages, String result) {
            ObjectNode use = messages.addObject().put("role", "assistant");
            use.putArray("content")
                    .addObject()
                    .put("type", "tool_use")
                    .put("id", "toolu_1")
                    .put("name", TOOL)
                    .putObject("input");
            messages.addObject()
                    .put("role", "user")
                    .putArray("content")
                    .addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", "toolu_1")
                    .put("content", result);
        }

        @Override
        void wantStream(ObjectNode body) {
            body.put("stream", true);
        }

        @Override
        HttpRequest.Builder authorize(HttpRequest.Builder request, String key) {
            return request.header("x-api-key", key).header("anthropic-version", "2023-06-01");
        }
    };

    private static final String TOOL = "read_page";

    private final String path;
    private final String streamEnd;
    private final String text;
    private final String code;

    TourApi(String path, String streamEnd, String text, String code) {
        this.path = path;
        this.streamEnd = streamEnd;
        this.text = text;
        this.code = code;
    }

    abstract void addTurnOfTool(ArrayNode messages, String result);

    abstract void wantStream(ObjectNode body);

    abstract HttpRequest.Builder authorize(HttpRequest.Builder request, String key);

    String path() {
        return path;
    }

    /** Whether a stream came to the end that the API gives it. */
    boolean complete(String stream) {
        return stream.contains(streamEnd);
    }

    /** What the model or the error says. */
    String text(String body) {
        JsonNode root = JsonMapper.shared().readTree(body);
        return root.at(root.has("error") ? "/error/message" : text).asString("");
    }

    /** The machine's word for a refusal, or empty. */
    String code(String body) {
        return JsonMapper.shared().readTree(body).at(code).asString("");
    }
}
