package io.tokenward.proxy.dialect;

import java.util.List;

import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonValue;
import io.tokenward.proxy.dialect.json.JsonValue.JsonArray;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.Member;
import io.tokenward.proxy.problem.Denied;

/** Reads a request that is a model, a list of messages with roles, and options beside them. */
final class ChatRequest {
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_REPLY = 3;

    private final JsonObject root;
    private final Vocabulary vocabulary;
    private final TextWalk walk;

    private ChatRequest(JsonObject root, Vocabulary vocabulary) {
        this.root = root;
        this.vocabulary = vocabulary;
        this.walk = new TextWalk(vocabulary, root.end() - root.start());
    }

    static ModelCall read(byte[] body, Vocabulary vocabulary) throws Denied {
        var request = new ChatRequest(JsonReader.read(body, vocabulary.names()), vocabulary);
        var fields = new RequestFields(request.root);
        String model = fields.model();
        boolean stream = fields.stream();
        long maxOutput = vocabulary.maxOutputTokens(fields);
        JsonArray messages = fields.messages();
        for (Member member : request.root.members())
            request.member(member, messages);
        TextWalk walk = request.walk;
        return new ModelCall(model, stream, walk.texts, walk.tokens + TOKENS_PER_REPLY,
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
        walk.member(member, JsonPath.ROOT, "", new JsonObject(List.of(member), member.name().start(),
                member.value().end()), vocabulary.roleOf(name));
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
        walk.object(message, path, "messages", vocabulary.roleOfMessage(role.text()));
    }
}
