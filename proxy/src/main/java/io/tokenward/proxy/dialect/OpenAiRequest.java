package io.tokenward.proxy.dialect;

import java.util.Optional;

import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonValue;
import io.tokenward.proxy.dialect.json.JsonValue.JsonArray;
import io.tokenward.proxy.dialect.json.JsonValue.JsonLiteral;
import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonValue.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.Literal;
import io.tokenward.proxy.dialect.json.JsonValue.Member;
import io.tokenward.proxy.problem.Denied;

/** Reads the body of {@code POST /v1/chat/completions} (OpenAI API reference, "Create chat completion"). */
final class OpenAiRequest {
    // A name longer than this is none; it is not screened, so nothing may hide in it.
    private static final int MAX_MODEL = 256;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_REPLY = 3;

    private final JsonObject root;
    private final OpenAiWalk walk = new OpenAiWalk();

    private OpenAiRequest(JsonObject root) {
        this.root = root;
    }

    static ModelCall read(byte[] body) throws Denied {
        var request = new OpenAiRequest(JsonReader.read(body, OpenAiFields.NAMES));
        String model = request.model();
        boolean stream = request.stream();
        long maxOutput = request.maxOutputTokens();
        JsonArray messages = request.messages();
        for (Member member : request.root.members())
            request.member(member, messages);
        OpenAiWalk walk = request.walk;
        return new ModelCall(model, stream, new Prompt(walk.passages), walk.places, walk.tokens + TOKENS_PER_REPLY,
                maxOutput, walk.opaqueParts, body);
    }

    private void member(Member member, JsonArray messages) throws Denied {
        String name = member.name().text();
        JsonPath path = JsonPath.ROOT.member(name);
        if (name.equals("model")) return;
        if (member.value() == messages) {
            for (int i = 0; i < messages.items().size(); i++)
                message(messages.items().get(i), path.item(i));
            return;
        }
        Role role = OpenAiFields.roleOf(name);
        // As the member of a made-up object, so that an unknown name is a passage as it is anywhere else.
        walk.take(new JsonObject(java.util.List.of(member), member.name().start(), member.value().end()), JsonPath.ROOT,
                "", role);
    }

    private void message(JsonValue value, JsonPath path) throws Denied {
        if (!(value instanceof JsonObject message)) {
            throw BadBody.at(path.pointer(), value.start(), "a message must be an object",
                    "send {\"role\": ..., \"content\": ...}");
        }
        if (!(message.get("role").orElse(null) instanceof JsonString role)) {
            throw BadBody.at(path.member("role").pointer(), value.start(), "a message must have a role",
                    "name it in a string");
        }
        walk.tokens += TOKENS_PER_MESSAGE;
        walk.take(message, path, "", OpenAiFields.roleOfMessage(role.text()));
    }

    private String model() throws Denied {
        Optional<JsonValue> value = root.get("model");
        if (value.orElse(null) instanceof JsonString model && !model.text().isBlank()
                && model.text().length() <= MAX_MODEL) {
            return model.text();
        }
        throw wrong("model", value, "the model must be named in a string of 1 to " + MAX_MODEL + " characters",
                "name it");
    }

    private JsonArray messages() throws Denied {
        Optional<JsonValue> value = root.get("messages");
        if (value.orElse(null) instanceof JsonArray array && !array.items().isEmpty()) return array;
        throw wrong("messages", value, "messages must be an array that is not empty", "send at least one message");
    }

    private boolean stream() throws Denied {
        Optional<JsonValue> value = root.get("stream");
        if (value.isEmpty()) return false;
        if (value.get() instanceof JsonLiteral literal) return literal.literal() == Literal.TRUE;
        throw wrong("stream", value, "stream must be true or false", "send a boolean");
    }

    private long maxOutputTokens() throws Denied {
        long limit = Math.max(integer("max_completion_tokens", 0, -1), integer("max_tokens", 0, -1));
        long answers = integer("n", 1, 1);
        return limit < 0 ? -1 : limit * answers;
    }

    private long integer(String name, long least, long otherwise) throws Denied {
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
        return BadBody.at(JsonPath.ROOT.member(name).pointer(), value.map(JsonValue::start).orElse(root.start()), what,
                mend);
    }
}
