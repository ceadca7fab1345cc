package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.problem.Denied;

/** What an endpoint says in a session, as far as turns and tokens go. It is looked at, never changed. */
public final class ServerEvent {
    private static final byte[] TYPE = "\"type\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_TYPE = 80;

    private final String type;
    private final byte[] json;
    private final int length;

    private ServerEvent(String type, byte[] json, int length) {
        this.type = type;
        this.json = json;
        this.length = length;
    }

    /** An event; one that is no JSON has no type. The array is not copied. */
    public static ServerEvent of(byte[] json, int length) {
        return new ServerEvent(typeOf(json, length), json, length);
    }

    /** Such as {@code response.done}; empty where it has none. */
    public String type() {
        return type;
    }

    byte[] json() {
        return json;
    }

    int length() {
        return length;
    }

    /** Of the response that it is about; empty where it is about none. */
    public String responseId() {
        return inner("response", "id");
    }

    /** Of an error: the id of the client's event that it is about; empty where it names none. */
    public String about() {
        return inner("error", "event_id");
    }

    private String inner(String member, String name) {
        try {
            JsonObject event = JsonReader.read(java.util.Arrays.copyOf(json, length), FieldNames.NONE);
            return event.get(member).orElse(null) instanceof JsonObject owner
                    && owner.get(name).orElse(null) instanceof JsonString found ? found.text() : "";
        } catch (Denied unreadable) {
            return "";
        }
    }

    /** The string under the first name {@code type} of the outermost object: found without reading the rest. */
    private static String typeOf(byte[] json, int length) {
        int depth = 0;
        for (int at = 0; at < length; at++) {
            switch (json[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    int end = end(json, at, length);
                    if (depth == 1 && end - at == TYPE.length && isType(json, at)) {
                        String found = value(json, end, length);
                        if (!found.isEmpty()) return found;
                    }
                    at = end - 1;
                }
                default -> {}
            }
        }
        return "";
    }

    private static boolean isType(byte[] json, int at) {
        return java.util.Arrays.equals(json, at, at + TYPE.length, TYPE, 0, TYPE.length);
    }

    /** One past the quote that ends a string, or the end of all. */
    private static int end(byte[] json, int start, int length) {
        for (int at = start + 1; at < length; at++) {
            if (json[at] == '\\') {
                at++;
            } else if (json[at] == '"') {
                return at + 1;
            }
        }
        return length;
    }

    private static String value(byte[] json, int from, int length) {
        int at = from;
        while (at < length && (json[at] == ' ' || json[at] == ':' || json[at] == '\n' || json[at] == '\t'))
            at++;
        if (at == from || at >= length || json[at] != '"') return "";
        int end = end(json, at, length);
        boolean whole = end - at >= 2 && json[end - 1] == '"';
        return !whole || end - at - 2 > LONGEST_TYPE
                ? ""
                : new String(json, at + 1, end - at - 2, StandardCharsets.ISO_8859_1);
    }
}
