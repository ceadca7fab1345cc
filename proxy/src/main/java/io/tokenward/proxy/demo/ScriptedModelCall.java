package io.tokenward.proxy.demo;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Chat Completions request asks for, as far as the script cares.
 *
 * @param model as given
 * @param stream whether chunks are wanted
 * @param includeUsage whether a stream shall end with its usage
 * @param promptWords words in all messages, the script's idea of a token
 * @param maxWords most words the answer may have
 * @param tool the tool to call instead of answering, or a missing node
 */
record ScriptedModelCall(String model, boolean stream, boolean includeUsage, int promptWords,
        int maxWords, JsonNode tool) {

    /** A request that no model would take; the message is for the caller. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    static ScriptedModelCall read(byte[] body) throws Unreadable {
        JsonNode root = parse(body);
        String model = root.path("model").asString("");
        JsonNode messages = root.path("messages");
        if (model.isEmpty()) {
            throw new Unreadable("you must provide a model parameter");
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw new Unreadable("you must provide at least one message");
        }
        int words = 0;
        for (JsonNode message : messages) {
            words += words(message.path("content"));
        }
        return new ScriptedModelCall(model, root.path("stream").asBoolean(false),
                root.path("stream_options").path("include_usage").asBoolean(false), words,
                maxWords(root), toolToCall(root));
    }

    private static JsonNode parse(byte[] body) throws Unreadable {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            throw new Unreadable("We could not parse the JSON body of your request.");
        }
    }

    private static int words(JsonNode content) {
        if (content.isString()) {
            String text = content.stringValue().strip();
            return text.isEmpty() ? 0 : text.split("\\s+").length;
        }
        int words = 0;
        for (JsonNode part : content) {
            words += words(part.path("text"));
        }
        return words;
    }

    private static int maxWords(JsonNode root) {
        int most = root.path("max_completion_tokens").asInt(root.path("max_tokens").asInt(Integer.MAX_VALUE));
        return Math.max(1, most);
    }

    /** The first tool offered, unless its result is already there or calling is switched off. */
    private static JsonNode toolToCall(JsonNode root) {
        JsonNode last = root.path("messages").path(root.path("messages").size() - 1);
        boolean wanted = last.path("role").asString("").equals("user")
                && !root.path("tool_choice").asString("auto").equals("none");
        return root.path("tools").path(wanted ? 0 : -1).path("function");
    }
}
