package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.problem.Denied;

/**
 * What an event of a client asks of its session.
 *
 * @param type such as {@code response.create}
 * @param id that the client gave it, or empty
 * @param model that it names for the session, or empty
 */
public record SessionEvent(String type, String id, String model) {
    private static final int LONGEST = 256;

    /**
     * Reads an event.
     *
     * @throws Denied {@link io.tokenward.proxy.problem.Problem#BAD_BODY} where it is no JSON object
     */
    public static SessionEvent of(byte[] json) throws Denied {
        JsonObject event = JsonReader.read(json, FieldNames.NONE);
        String model = event.get("session").orElse(null) instanceof JsonObject session ? string(session, "model") : "";
        return new SessionEvent(string(event, "type"), string(event, "event_id"), model);
    }

    /** Whether the model is asked to speak: a turn begins. */
    public boolean asks() {
        return type.equals("response.create");
    }

    /** Whether it brings a piece of a recording and nothing else. */
    public boolean recording() {
        return type.equals("input_audio_buffer.append");
    }

    private static String string(JsonObject owner, String name) {
        return owner.get(name).orElse(null) instanceof JsonString found && !found.longerThan(LONGEST)
                ? found.text()
                : "";
    }
}
