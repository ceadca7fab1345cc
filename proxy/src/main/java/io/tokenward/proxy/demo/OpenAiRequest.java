package io.tokenward.proxy.demo;

import io.tokenward.proxy.demo.ScriptedModelCall.Unreadable;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

/** Reads requests of the Chat Completions API. */
final class OpenAiRequest {
    private OpenAiRequest() {}

    static ScriptedModelCall read(byte[] body) throws Unreadable {
        JsonNode root = ScriptedModelCall.parse(body);
        String model = root.path("model").asString("");
        JsonNode messages = root.path("messages");
        if (model.isEmpty()) {
            throw new Unreadable("you must provide a model parameter");
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw new Unreadable("you must provide at least one message");
        }
        return new ScriptedModelCall(model, root.path("stream").asBoolean(false),
                root.path("stream_options").path("include_usage").asBoolean(false),
                new ScriptedModelPrompt(ScriptedModelPrompt.wordsIn(messages), 0, 0), maxWords(root),
                toolToCall(root));
    }

    private static int maxWords(JsonNode root) {
        int most = root.path("max_completion_tokens").asInt(root.path("max_tokens").asInt(Integer.MAX_VALUE));
        return Math.max(1, most);
    }

    /** The first tool offered, unless its result is already there or calling is switched off. */
    private static Optional<ScriptedModelTool> toolToCall(JsonNode root) {
        JsonNode last = root.path("messages").path(root.path("messages").size() - 1);
        boolean wanted = last.path("role").asString("").equals("user")
                && !root.path("tool_choice").asString("auto").equals("none");
        JsonNode function = root.path("tools").path(0).path("function");
        return wanted && function.isObject()
                ? Optional.of(new ScriptedModelTool(function.path("name").asString(""), function.path("parameters")))
                : Optional.empty();
    }
}
