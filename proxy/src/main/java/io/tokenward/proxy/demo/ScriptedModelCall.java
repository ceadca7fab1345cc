package io.tokenward.proxy.demo;

import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request asks for, as far as the script cares, whatever API it came by.
 *
 * @param model as given
 * @param stream whether chunks are wanted
 * @param includeUsage whether a stream shall tell its usage
 * @param prompt what it counts
 * @param maxWords most words the answer may have
 * @param tool the tool to call instead of answering
 */
record ScriptedModelCall(String model, boolean stream, boolean includeUsage, ScriptedModelPrompt prompt, int maxWords,
        Optional<ScriptedModelTool> tool) {

    /** A request that no model would take; the message is for the caller. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /** The JSON of a body. */
    static JsonNode parse(byte[] body) throws Unreadable {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            throw new Unreadable("We could not parse the JSON body of your request.");
        }
    }
}
