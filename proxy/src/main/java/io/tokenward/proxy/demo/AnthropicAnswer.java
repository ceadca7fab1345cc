package io.tokenward.proxy.demo;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer of the Messages API. Field names, their order and the order of events are those of Anthropic's API reference.
 *
 * @param call what was asked
 * @param text what is said, unless a tool is called
 * @param usageKnown whether usage may be told at all
 * @param serial digits that tell this answer from others
 */
record AnthropicAnswer(ScriptedModelCall call, ScriptedModelText text, boolean usageKnown, String serial)
        implements
            ScriptedModelAnswer {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public int tokens() {
        return call.tool().isPresent() ? 1 : text.tokens();
    }

    @Override
    public byte[] whole() {
        ObjectNode message = message();
        message.withArray("content").add(block(text.whole(), true));
        message.put("stop_reason", stopReason());
        if (usageKnown) {
            message.set("usage", usage(tokens()));
        }
        return JSON.writeValueAsBytes(message);
    }

    @Override
    public Stream<Event> opening() {
        ObjectNode message = message();
        if (usageKnown) {
            // The first token is under way when the input is told; later reports are totals, not additions.
            message.set("usage", usage(1));
        }
        return Stream.of(event("message_start", start -> start.set("message", message), 0),
                event("content_block_start", start -> start.put("index", 0).set("content_block", block("", false)), 0),
                event("ping", ping -> ping, 0));
    }

    @Override
    public Stream<Event> pieces() {
        return call.tool()
                .map(tool -> Stream.of(delta("input_json_delta", "partial_json", "", 0),
                        delta("input_json_delta", "partial_json", JSON.writeValueAsString(tool.arguments()), tokens())))
                .orElseGet(() -> text.pieces()
                        .map(piece -> delta("text_delta", "text", piece.text(), piece.tokens())));
    }

    @Override
    public Stream<Event> closing() {
        Event delta = event("message_delta", last -> {
            last.putObject("delta").put("stop_reason", stopReason()).putNull("stop_sequence");
            return usageKnown ? last.set("usage", usage(tokens())) : last;
        }, 0);
        return Stream.of(event("content_block_stop", stop -> stop.put("index", 0), 0), delta,
                event("message_stop", stop -> stop, 0));
    }

    @Override
    public Event interruption() {
        ObjectNode error = AnthropicApi.errorBody("overloaded_error", "Overloaded", serial);
        return new Event("error", JSON.writeValueAsString(error), 0);
    }

    private ObjectNode message() {
        ObjectNode message = JSON.createObjectNode()
                .put("id", "msg_" + serial)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", call.model());
        message.putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    /** The one block of the answer, with its content or as a stream opens it. */
    private ObjectNode block(String said, boolean full) {
        return call.tool().map(tool -> {
            ObjectNode use = JSON.createObjectNode()
                    .put("type", "tool_use")
                    .put("id", "toolu_" + serial)
                    .put("name", tool.name());
            use.set("input", full ? tool.arguments() : JSON.createObjectNode());
            return use;
        }).orElseGet(() -> JSON.createObjectNode().put("type", "text").put("text", said));
    }

    private static Event delta(String type, String field, String piece, int tokens) {
        return event("content_block_delta", delta -> {
            delta.put("index", 0).putObject("delta").put("type", type).put(field, piece);
            return delta;
        }, tokens);
    }

    private static Event event(String name, UnaryOperator<ObjectNode> content, int tokens) {
        ObjectNode data = content.apply(JSON.createObjectNode().put("type", name));
        return new Event(name, JSON.writeValueAsString(data), tokens);
    }

    private ObjectNode usage(int output) {
        ScriptedModelPrompt prompt = call.prompt();
        return JSON.createObjectNode()
                .put("input_tokens", prompt.fresh())
                .put("cache_creation_input_tokens", prompt.cacheWritten())
                .put("cache_read_input_tokens", prompt.cacheRead())
                .put("output_tokens", output)
                .put("service_tier", "standard");
    }

    private String stopReason() {
        if (call.tool().isPresent()) {
            return "tool_use";
        }
        return text.truncated() ? "max_tokens" : "end_turn";
    }
}
