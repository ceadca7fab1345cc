package io.tokenward.proxy.dialect;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue;
import io.tokenward.proxy.dialect.json.JsonValue.JsonArray;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonValue.Member;
import io.tokenward.proxy.problem.Denied;

/** Reads a request as its {@link Shape} says. One use; not thread-safe. */
final class PromptReader {
    private static final int TOKENS_PER_REPLY = 3;

    private final Shape shape;
    private final Operation operation;
    private final TextWalk walk;
    private final List<String> models = new ArrayList<>();
    private long maxOutput;
    private String user = "";
    private long images;
    private SessionEvent event = SessionEvent.NONE;

    private PromptReader(Shape shape, Operation operation, int bytes) {
        this.shape = shape;
        this.operation = operation;
        this.walk = new TextWalk(shape.words(), bytes);
    }

    /** @param sessions how events are read, where the request is one */
    static ModelCall read(byte[] body, Shape shape, Operation operation, SessionForm sessions) throws Denied {
        JsonObject root = JsonReader.read(body, shape.words().names());
        var reader = new PromptReader(shape, operation, body.length);
        if (operation.session()) reader.event = sessions.asked(root);
        boolean stream = reader.stream(new RequestFields(root, JsonPath.ROOT));
        if (shape.batch().isEmpty()) {
            reader.request(root, JsonPath.ROOT);
        } else {
            reader.batch(root);
        }
        TextWalk walk = reader.walk;
        return new ModelCall(reader.models, stream, walk.texts, walk.tokens, reader.maxOutput, walk.opaque.all(),
                new Asked(reader.user, reader.images, reader.event), body);
    }

    /** Reads a line of a batch, whose request is its member {@code body}; it stands at that path. */
    static ModelCall readLine(byte[] line, Shape shape, Operation operation, JsonPath path) throws Denied {
        JsonObject root = JsonReader.read(line, shape.words().names());
        var reader = new PromptReader(shape, operation, line.length);
        for (Member member : root.members()) {
            switch (member.name().text()) {
                case "body" -> reader.request((JsonObject) member.value(), path.member("body"));
                case "method", "url" -> {}
                default -> reader.walk.request(member, path, root);
            }
        }
        TextWalk walk = reader.walk;
        return new ModelCall(reader.models, false, walk.texts, walk.tokens, reader.maxOutput, walk.opaque.all(),
                new Asked(reader.user, reader.images), line);
    }

    private boolean stream(RequestFields fields) throws Denied {
        return switch (shape.stream()) {
            case BODY -> fields.stream(false);
            case BODY_DEFAULT_TRUE -> fields.stream(true);
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    private void request(JsonObject request, JsonPath path) throws Denied {
        var fields = new RequestFields(request, path);
        boolean inPath = shape.model() == ModelSource.PATH || shape.model() == ModelSource.EVENT;
        boolean named = shape.model() == ModelSource.EVENT && !event.model().isEmpty();
        String model = named
                ? event.model()
                : inPath ? operation.model() : fields.model(shape.model() == ModelSource.OPTIONAL);
        if (!models.contains(model) && !model.isEmpty()) models.add(model);
        // A prompt that Bedrock keeps is asked for as a model is (ARN of Prompt management).
        if (inPath && model.contains(":prompt/")) walk.opaque.add(Unscreened.STORED, path);
        if (user.isEmpty()) user = fields.user();
        if (operation.makesImages()) images += fields.integer("n", 1, 1);
        long limit = shape.limit().of(fields);
        maxOutput = limit < 0 || maxOutput < 0 ? -1 : maxOutput + limit;
        if (!shape.turns().isEmpty()) turns(fields.turns(shape.turns()), path.member(shape.turns()));
        for (Member member : request.members())
            if (inPath || !member.name().text().equals("model")) walk.request(member, path, request);
        walk.tokens += TOKENS_PER_REPLY;
    }

    private void batch(JsonObject root) throws Denied {
        JsonPath path = JsonPath.ROOT.member(shape.batch());
        JsonArray requests = new RequestFields(root, JsonPath.ROOT).turns(shape.batch());
        for (int i = 0; i < requests.items().size(); i++) {
            JsonValue item = requests.items().get(i);
            if (!(item instanceof JsonObject object)
                    || !(object.get("params").orElse(null) instanceof JsonObject params)) {
                throw BadBody.at(path.item(i).pointer(), item.start(), "a request of a batch must have params",
                        "send {\"custom_id\": ..., \"params\": {...}}");
            }
            request(params, path.item(i).member("params"));
            for (Member member : object.members())
                if (member.value() != params) walk.request(member, path.item(i), object);
        }
        for (Member member : root.members())
            if (member.value() != requests) walk.request(member, JsonPath.ROOT, root);
    }

    private static void turns(JsonArray turns, JsonPath path) throws Denied {
        for (int i = 0; i < turns.items().size(); i++) {
            JsonValue item = turns.items().get(i);
            if (!(item instanceof JsonObject turn)) {
                throw BadBody.at(path.item(i).pointer(), item.start(), "a message must be an object",
                        "send {\"role\": ..., \"content\": ...}");
            }
            if (!(turn.get("role").orElse(null) instanceof JsonString)) {
                throw BadBody.at(path.item(i).member("role").pointer(), turn.start(), "a message must have a role",
                        "name it in a string");
            }
        }
    }
}
