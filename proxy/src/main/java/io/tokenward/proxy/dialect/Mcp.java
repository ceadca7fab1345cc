package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.post;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;
import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.problem.Denied;

/**
 * The Model Context Protocol over streamable HTTP: one message of JSON-RPC each way, or a stream of them. No model is asked here,
 * but what tools say comes before one next: answers are screened on their way back. Lists of messages are refused, as they
 * are since revision 2025-06-18.
 */
final class Mcp extends TableDialect {
    private static final int BLOCKED = -32001;
    private static final Shape ASKED = new Shape(McpWords.ASKED, ModelSource.PATH, StreamSource.NEVER,
            OutputLimit.NONE, "", "");
    private static final Shape ANSWERED = new Shape(McpWords.ANSWERED, ModelSource.PATH, StreamSource.NEVER,
            OutputLimit.NONE, "", "");

    Mcp() {
        super("mcp", new McpErrors(), List.of(
                post("/mcp", Operation.free("message").screeningAnswers(), ASKED, Answer.SILENT),
                Endpoint.get("/mcp", Operation.lookup("listen").screeningAnswers()),
                new Endpoint("DELETE", "/mcp", Operation.lookup("end"), null, Answer.SILENT)));
    }

    @Override
    public ModelCall readAnswer(Operation operation, byte[] json) throws Denied {
        return PromptReader.read(json, ANSWERED, operation, sessions());
    }

    /** Values that mirror arguments of a call (revision 2026-07-28), which may be written in base64. */
    @Override
    public String unscreenedFields() {
        return "mcp-param-";
    }

    /** A request that was read gets its answer where JSON-RPC has it, so that no client tries again over HTTP. */
    @Override
    public ErrorBody error(Denied denied, String reference, Optional<ModelCall> asked) {
        ErrorBody plain = error(denied, reference);
        Optional<String> id = asked.flatMap(Mcp::id);
        if (id.isEmpty()) return plain;
        return new ErrorBody(200, plain.contentType(), plain.headers(),
                json(denied, reference, id.get()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] streamError(Operation operation, Denied denied, String reference, Optional<ModelCall> asked) {
        String json = json(denied, reference, asked.flatMap(Mcp::id).orElse("null"));
        return ("event: message\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Denied denied, String reference, String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + BLOCKED + ','
                + ErrorForm.member("message", ErrorForm.placedText(denied, reference)) + ",\"data\":{"
                + ErrorForm.member("code", denied.problem().code()) + "}}}";
    }

    /** The id of a request as it was written; none in a notification. */
    private static Optional<String> id(ModelCall asked) {
        try {
            return JsonReader.read(asked.body(), FieldNames.NONE).get("id").flatMap(id -> switch (id) {
                case JsonNumber number -> Optional.of(number.text());
                case JsonString text -> Optional.of(new String(asked.body(), text.start(), text.end() - text.start(),
                        StandardCharsets.UTF_8));
                default -> Optional.empty();
            });
        } catch (Denied unreadable) {
            return Optional.empty();
        }
    }

    /** Refusals of requests that could not be read. */
    private static final class McpErrors extends ErrorForm {
        McpErrors() {
            super("x-request-id");
        }

        @Override
        String json(Denied denied, String reference) {
            return Mcp.json(denied, reference, "null");
        }
    }
}
