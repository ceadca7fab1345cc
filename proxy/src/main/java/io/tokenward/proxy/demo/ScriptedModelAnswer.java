package io.tokenward.proxy.demo;

import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Chat Completions answer as JSON, whole or in chunks. Field names and their order are those of the OpenAI API reference.
 *
 * @param call what was asked
 * @param text what is said, unless a tool is called
 * @param usageKnown whether usage may be told at all
 * @param id such as {@code chatcmpl-…}
 * @param createdSeconds seconds since 1970
 */
record ScriptedModelAnswer(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown, String id,
        long createdSeconds) {

    /** The data of one server-sent event and the completion tokens in it. */
    record Event(String data, int tokens) {}

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Completion tokens of the whole answer. */
    int tokens() {
        return callsTool() ? 1 : text.tokens();
    }

    /** The answer in one object. */
    byte[] whole() {
        ObjectNode root = envelope("chat.completion");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (callsTool()) {
            message.putNull("content").putArray("tool_calls").add(toolCall());
        } else {
            message.put("content", text.whole());
        }
        message.putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", finishReason());
        if (usageKnown) {
            root.set("usage", usage());
        }
        return JSON.writeValueAsBytes(root);
    }

    /** The answer as events, {@code [DONE]} included, made when they are taken. */
    Stream<Event> events() {
        Stream<Event> body = callsTool()
                ? Stream.of(toolCallEvent())
                : text.pieces().map(piece -> chunk(delta().put("content", piece.text()), false, piece.tokens()));
        Stream<Event> usage = tellsUsage() ? Stream.of(usageEvent()) : Stream.empty();
        // Not flatMap: the iterator of such a stream makes a whole part at once, which may be gigabytes.
        Stream<Event> begun = Stream.concat(Stream.of(openingEvent()), body);
        Stream<Event> ended = Stream.concat(Stream.of(chunk(delta(), true, 0)), usage);
        return Stream.concat(Stream.concat(begun, ended), Stream.of(new Event("[DONE]", 0)));
    }

    private Event openingEvent() {
        ObjectNode delta = delta().put("role", "assistant");
        return chunk(callsTool() ? delta.putNull("content") : delta.put("content", ""), false, 0);
    }

    private Event toolCallEvent() {
        ObjectNode delta = delta();
        ObjectNode call = toolCall();
        call.put("index", 0);
        delta.putArray("tool_calls").add(call);
        return chunk(delta, false, tokens());
    }

    private Event chunk(ObjectNode delta, boolean last, int tokens) {
        ObjectNode root = envelope("chat.completion.chunk");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        if (last) {
            choice.put("finish_reason", finishReason());
        } else {
            choice.putNull("finish_reason");
        }
        if (tellsUsage()) {
            root.putNull("usage");
        }
        return new Event(JSON.writeValueAsString(root), tokens);
    }

    private Event usageEvent() {
        ObjectNode root = envelope("chat.completion.chunk");
        root.putArray("choices");
        root.set("usage", usage());
        return new Event(JSON.writeValueAsString(root), 0);
    }

    private ObjectNode envelope(String object) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", call.model());
    }

    private ObjectNode usage() {
        ObjectNode usage = JSON.createObjectNode()
                .put("prompt_tokens", call.promptWords())
                .put("completion_tokens", tokens())
                .put("total_tokens", call.promptWords() + tokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", 0)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    private ObjectNode toolCall() {
        ObjectNode call = JSON.createObjectNode()
                .put("id", "call_" + id.substring(id.indexOf('-') + 1))
                .put("type",
                        "function");
        call.putObject("function").put("name", call().tool().path("name").asString("")).put("arguments", arguments());
        return call;
    }

    /** The least that satisfies the tool's schema in its required, plainly typed properties. */
    private String arguments() {
        ObjectNode arguments = JSON.createObjectNode();
        JsonNode schema = call.tool().path("parameters");
        for (JsonNode name : schema.path("required")) {
            String property = name.asString("");
            switch (schema.path("properties").path(property).path("type").asString("string")) {
                case "integer", "number" -> arguments.put(property, 1);
                case "boolean" -> arguments.put(property, true);
                case "array" -> arguments.putArray(property);
                case "object" -> arguments.putObject(property);
                default -> arguments.put(property, "scripted");
            }
        }
        return JSON.writeValueAsString(arguments);
    }

    private String finishReason() {
        if (callsTool()) {
            return "tool_calls";
        }
        return text.truncated() ? "length" : "stop";
    }

    private boolean callsTool() {
        return !call.tool().isMissingNode();
    }

    private boolean tellsUsage() {
        return usageKnown && call.includeUsage();
    }

    private static ObjectNode delta() {
        return JSON.createObjectNode();
    }
}
