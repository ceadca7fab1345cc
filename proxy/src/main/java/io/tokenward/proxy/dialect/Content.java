package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** What the strings of a field are. */
enum Content {
    /** Words. */
    TEXT,
    /** The bytes of a file in base64 or a data URI, which may turn out to be text. */
    FILE,
    /** The same, but made by the endpoint for itself. */
    SEALED,
    /** An address that the endpoint fetches, or a data URI. */
    LINK,
    /** The name of a file that the endpoint keeps. */
    FILE_ID,
    /** The name of a recording that the endpoint made and keeps. */
    RECORDING_ID,
    /** The name of a conversation, a prompt or a cache that the endpoint keeps. */
    STORED_ID,
    /** Embeddings in the place of text. */
    EMBEDDINGS,
    /** A template that builds the prompt; its words are read, what it makes of them is not. */
    TEMPLATE;

    /** Decides by what stands around a field. */
    @FunctionalInterface
    interface Rule {
        /**
         * What the strings of the field are.
         *
         * @param ownerField the name under which the owner stands; empty for the request itself
         */
        Content of(String ownerField, JsonObject owner);
    }

    /** The text of a string member, or empty text. */
    static String string(JsonObject owner, String name) {
        return owner.get(name).orElse(null) instanceof JsonString text ? text.text() : "";
    }
}
