package io.tokenward.proxy.demo;

import io.tokenward.proxy.demo.ScriptedModelCall.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

/**
 * A request of the Messages API.
 *
 * @param root with a model and at least one message
 */
record AnthropicRequest(JsonNode root) {

    static AnthropicRequest parse(byte[] body) throws Unreadable {
        JsonNode root = ScriptedModelCall.parse(body);
        if (root.path("model").asString("").isEmpty()) {
            throw new Unreadable("model: Field required");
        }
        if (!root.path("messages").isArray() || root.path("messages").isEmpty()) {
            throw new Unreadable("messages: at least one message is required");
        }
        return new AnthropicRequest(root);
    }

    /** What an answer needs to know; what the caller wants cached counts as cached from the second time on. */
    ScriptedModelCall call(ScriptedModelMeter meter) throws Unreadable {
        int maxTokens = root.path("max_tokens").asInt(0);
        if (maxTokens < 1) {
            throw new Unreadable("max_tokens: Field required");
        }
        return new ScriptedModelCall(root.path("model").asString(""), root.path("stream").asBoolean(false), true,
                prompt(meter), maxTokens, toolToCall());
    }

    /** Words of the whole prompt. */
    int words() {
        return parts().stream().mapToInt(ScriptedModelPrompt::wordsIn).sum();
    }

    private ScriptedModelPrompt prompt(ScriptedModelMeter meter) {
        var prefix = new StringBuilder();
        int words = 0;
        int written = 0;
        int read = 0;
        for (JsonNode part : parts()) {
            words += ScriptedModelPrompt.wordsIn(part);
            prefix.append(part.isObject() ? part.path("text").asString("") : part.asString("")).append('\n');
            // A mark keeps everything up to it: what is known to some mark is read, the rest up to the last is written.
            if (part.path("cache_control").isObject()) {
                boolean known = meter.cached(prefix.toString());
                written = known ? 0 : words - read;
                read = known ? words : read;
            }
        }
        return new ScriptedModelPrompt(words - written - read, written, read);
    }

    /** The parts of the system prompt and of all messages in the order in which the model reads them. */
    private List<JsonNode> parts() {
        List<JsonNode> parts = new ArrayList<>();
        add(parts, root.path("system"));
        root.path("messages").forEach(message -> add(parts, message.path("content")));
        return parts;
    }

    private static void add(List<JsonNode> parts, JsonNode content) {
        if (content.isArray()) {
            content.forEach(parts::add);
        } else {
            parts.add(content);
        }
    }

    /** The first tool offered, unless a result is already there or calling is switched off. */
    private Optional<ScriptedModelTool> toolToCall() {
        JsonNode last = root.path("messages").path(root.path("messages").size() - 1);
        boolean answered = false;
        for (JsonNode part : last.path("content")) {
            answered |= part.path("type").asString("").equals("tool_result");
        }
        boolean wanted = !answered && !root.at("/tool_choice/type").asString("auto").equals("none");
        JsonNode tool = root.path("tools").path(0);
        return wanted && tool.isObject()
                ? Optional.of(new ScriptedModelTool(tool.path("name").asString(""), tool.path("input_schema")))
                : Optional.empty();
    }
}
