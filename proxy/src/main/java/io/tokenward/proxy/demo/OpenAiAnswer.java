package io.tokenward.proxy.demo;

import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Chat Completions answer. Field names and their order are those of the OpenAI API reference.
 *
 * @param call what was asked
 * @param text what is said, unless a tool is called
 * @param usageKnown whether usage may be told at all
 * @param serial digits that tell this answer from others
 * @param createdSeconds seconds since 1970
 */
record OpenAiAnswer(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown, String serial,
        long createdSeconds) implements ScriptedModelAnswer {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public int tokens() {
        return call.tool().isPresent() ? 1 : text.tokens();
    }

    @Override
    public byte[] whole() {
        ObjectNode root = envelope("chat.completion");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        call.tool()
                .ifPresentOrElse(tool -> message.putNull("content").putArray("tool_calls").add(toolCall(tool)),
                        () -> message.put("content", text.whole()));
        message.putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", finishReason());
        if (usageKnown) {
            root.set("usage", usage());
        }
        return JSON.writeValueAsBytes(root);
    }

    @Override
    public Stream<Event> opening() {
        ObjectNode delta = delta().put("role", "assistant");
        return Stream
                .of(chunk(call.tool().isPresent() ? delta.putNull("content") : delta.put("content", ""), false, 0));
    }

    @Override
    public Stream<Event> pieces() {
        return call.tool()
                .map(tool -> Stream.of(toolCallEvent(tool)))
                .orElseGet(() -> text.pieces()
                        .map(piece -> chunk(delta().put("content", piece.text()), false, piece.tokens())));
    }

    @Override
    public Stream<Event> closing() {
        Stream<Event> usage = tellsUsage() ? Stream.of(usageEvent()) : Stream.empty();
        return Stream.concat(Stream.concat(Stream.of(chunk(delta(), true, 0)), usage), Stream.of(event("[DONE]", 0)));
    }

    @Override
    public Event interruption() {
        return event(JSON.writeValueAsString(OpenAiApi.errorBody("server_error", "internal_error",
                "The server had an error while processing your request.")), 0);
    }

    private Event toolCallEvent(ScriptedModelTool tool) {
        ObjectNode delta = delta();
        delta.putArray("tool_calls").add(toolCall(tool).put("index", 0));
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
        return event(JSON.writeValueAsString(root), tokens);
    }

    private Event usageEvent() {
        ObjectNode root = envelope("chat.completion.chunk");
        root.putArray("choices");
        root.set("usage", usage());
        return event(JSON.writeValueAsString(root), 0);
    }

    private ObjectNode envelope(String object) {
        return JSON.createObjectNode()
                .put("id", "chatcmpl-" + serial)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", call.model());
    }

    private ObjectNode usage() {
        int prompt = call.prompt().words();
        ObjectNode usage = JSON.createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", tokens())
                .put("total_tokens", prompt + tokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", 0)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    private ObjectNode toolCall(ScriptedModelTool tool) {
        ObjectNode call = JSON.createObjectNode().put("id", "call_" + serial).put("type", "function");
        call.putObject("function")
                .put("name", tool.name())
                .put("arguments", JSON.writeValueAsString(tool.arguments()));
        return call;
    }

    private String finishReason() {
        if (call.tool().isPresent()) {
            return "tool_calls";
        }
        return text.truncated() ? "length" : "stop";
    }

    private boolean tellsUsage() {
        return usageKnown && call.includeUsage();
    }

    private static ObjectNode delta() {
        return JSON.createObjectNode();
    }

    private static Event event(String data, int tokens) {
        return new Event("", data, tokens);
    }
}
