package io.tokenward.proxy.dialect;

import java.util.List;
import java.util.Optional;

import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonValue;
import io.tokenward.proxy.dialect.json.JsonValue.JsonArray;
import io.tokenward.proxy.dialect.json.JsonValue.JsonLiteral;
import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.Literal;
import io.tokenward.proxy.problem.Denied;

/**
 * The members of a request that decide what it costs. What servers would read differently is refused.
 *
 * @param root the whole request
 * @param path where it stands: the root, but in a batch
 */
record RequestFields(JsonObject root, JsonPath path) {
    // A name longer than this is none; it is not screened, so nothing may hide in it.
    private static final int MAX_MODEL = 256;

    /** The model; empty where it may be missing and is. */
    String model(boolean optional) throws Denied {
        Optional<JsonValue> value = root.get("model");
        if (optional && value.isEmpty()) return "";
        if (value.orElse(null) instanceof JsonString model && !model.text().isBlank()
                && model.text().length() <= MAX_MODEL) {
            return model.text();
        }
        throw wrong("model", value, "the model must be named in a string of 1 to " + MAX_MODEL + " characters",
                "name it");
    }

    /** The user that the caller asks for: under the names that OpenAI and Anthropic give it; empty where there is none. */
    String user() {
        for (String name : List.of("safety_identifier", "user"))
            if (root.get(name).orElse(null) instanceof JsonString user && !user.text().isBlank()) return user.text();
        return root.get("metadata").orElse(null) instanceof JsonObject metadata
                && metadata.get("user_id").orElse(null) instanceof JsonString user ? user.text().strip() : "";
    }

    JsonArray turns(String name) throws Denied {
        Optional<JsonValue> value = root.get(name);
        if (value.orElse(null) instanceof JsonArray array && !array.items().isEmpty()) return array;
        throw wrong(name, value, name + " must be an array that is not empty", "send at least one");
    }

    boolean stream(boolean otherwise) throws Denied {
        Optional<JsonValue> value = root.get("stream");
        if (value.isEmpty()) return otherwise;
        if (value.get() instanceof JsonLiteral literal) return literal.literal() == Literal.TRUE;
        throw wrong("stream", value, "stream must be true or false", "send a boolean");
    }

    /**
     * A whole number in digits that is not below {@code least}; {@code otherwise} where there is none.
     *
     * @param name {@code a.b} is b in the object a
     */
    long integer(String name, long least, long otherwise) throws Denied {
        int dot = name.indexOf('.');
        if (dot >= 0) {
            JsonPath below = path.member(name.substring(0, dot));
            if (!(root.get(name.substring(0, dot)).orElse(null) instanceof JsonObject owner)) return otherwise;
            return new RequestFields(owner, below).integer(name.substring(dot + 1), least, otherwise);
        }
        Optional<JsonValue> value = root.get(name);
        if (value.isEmpty()) return otherwise;
        if (value.get() instanceof JsonNumber number && number.text().length() <= 10) {
            try {
                long found = Long.parseLong(number.text());
                if (found >= least && found <= Integer.MAX_VALUE) return found;
            } catch (NumberFormatException notWhole) {
                // falls through to the refusal: 1.0 and 1e3 are read differently by different servers
            }
        }
        throw wrong(name, value, name + " must be a whole number from " + least + " to " + Integer.MAX_VALUE,
                "write it in digits");
    }

    private Denied wrong(String name, Optional<JsonValue> value, String what, String mend) {
        return BadBody.at(path.member(name).pointer(), value.map(JsonValue::start).orElse(root.start()), what, mend);
    }
}
