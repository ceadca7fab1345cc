package io.tokenward.proxy.demo;

import tools.jackson.databind.JsonNode;

/**
 * What a prompt counts, in words: the script's idea of a token.
 *
 * @param fresh words that no cache has anything to do with
 * @param cacheWritten words the caller asked to keep and that were not kept yet
 * @param cacheRead words kept since an earlier request
 */
record ScriptedModelPrompt(int fresh, int cacheWritten, int cacheRead) {

    /** All of them: what is billed. */
    int words() {
        return fresh + cacheWritten + cacheRead;
    }

    /** Words in a message's content or a part of it: its text, and what results and documents hold. */
    static int wordsIn(JsonNode content) {
        if (content.isString()) {
            String text = content.stringValue().strip();
            return text.isEmpty() ? 0 : text.split("\\s+").length;
        }
        if (content.isObject()) {
            boolean readable = content.at("/source/type").asString("").equals("text");
            return wordsIn(content.path("text")) + wordsIn(content.path("content"))
                    + (readable ? wordsIn(content.at("/source/data")) : 0);
        }
        int words = 0;
        for (JsonNode part : content) {
            words += wordsIn(part);
        }
        return words;
    }
}
