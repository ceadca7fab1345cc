package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.problem.Denied;

/** The words of a dialect of chats: what is a field, what is a constant, and who speaks where. Stateless and thread-safe. */
interface Vocabulary {
    /** The field names, for the reader of bodies. */
    FieldNames names();

    /** Whether a member's name is the dialect's own word, so that it carries no text of the caller. */
    boolean isField(String name);

    /** Whether the text is one of the words that the dialect has for this field. */
    boolean isConstant(String field, String text);

    /** What a string is. */
    enum Content {
        /** Words. */
        TEXT,
        /** The bytes of a file in base64 or a data URI, which may turn out to be text. */
        FILE,
        /** An address that the endpoint fetches, or a data URI. */
        LINK,
        /** The name of something that the endpoint keeps and nobody here can read. */
        REFERENCE
    }

    /**
     * What the strings of a field are.
     *
     * @param ownerField the name under which the owner stands; empty for the request itself
     */
    Content content(String ownerField, JsonObject owner, String field);

    /** Who speaks below a member of the request; messages say it themselves. */
    Role roleOf(String member);

    /** Who speaks in a message of that role. */
    Role roleOfMessage(String role);

    /** Who speaks within an object that stands where {@code role} speaks, such as a part with a document. */
    Role roleWithin(JsonObject object, Role role);

    /** The most tokens the caller lets all answers together have, or -1. */
    long maxOutputTokens(RequestFields fields) throws Denied;
}
