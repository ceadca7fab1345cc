package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

/** The Messages API as Anthropic speaks it, and with it gateways and servers of open models that offer it too. */
final class Anthropic extends TableDialect {
    // What was written to a cache or read from it is no part of input_tokens.
    private static final UsageFields USAGE = new UsageFields("usage", List.of(List.of("input_tokens"),
            List.of("cache_creation_input_tokens"), List.of("cache_read_input_tokens")),
            List.of(List.of("output_tokens")),
            new UsageFields.Details(List.of("cache_read_input_tokens"), List.of(), List.of()));

    static final Answer ANSWER = new Answer(USAGE, new StreamEnd.Line("event", List.of("message_stop")),
            Answer.Frames.NAMED);
    static final Shape MESSAGES = Shape.chat(AnthropicWords.MESSAGES, OutputLimit.of("max_tokens"));
    private static final Shape BATCH = MESSAGES.batchIn("requests");

    Anthropic() {
        super("anthropic", new AnthropicErrors(), endpoints());
    }

    @Override
    public String credentialField() {
        return "x-api-key";
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(under("/v1"));
        all.add(get("/v1/models", Operation.lookup("models")));
        all.add(get("/v1/models/{id}", Operation.lookup("models")));
        all.add(post("/v1/messages/batches", Operation.prompt("batches"), BATCH, OpenAi.PLAIN_ANSWER));
        Operation batches = Operation.lookup("batch");
        all.add(get("/v1/messages/batches", batches));
        all.add(get("/v1/messages/batches/{id}", batches));
        all.add(get("/v1/messages/batches/{id}/results", batches));
        all.add(new Endpoint("POST", "/v1/messages/batches/{id}/cancel", batches, null, Answer.SILENT));
        all.add(new Endpoint("DELETE", "/v1/messages/batches/{id}", batches, null, Answer.SILENT));
        Operation files = Operation.gated("files", Unscreened.FILES);
        all.add(post("/v1/files", Operation.upload("upload"), MESSAGES, OpenAi.PLAIN_ANSWER));
        all.add(closed("GET", "/v1/files", files));
        for (String path : List.of("/v1/files/{id}", "/v1/files/{id}/content"))
            all.add(closed("GET", path, files));
        all.add(closed("DELETE", "/v1/files/{id}", files));
        Operation skills = Operation.gated("skills", Unscreened.FILES);
        all.add(closed("POST", "/v1/skills", skills));
        all.add(closed("GET", "/v1/skills", skills));
        return all;
    }

    /** What gateways and other providers have too, under a base path such as {@code /v1}. */
    static List<Endpoint> under(String base) {
        return List.of(post(base + "/messages", Operation.prompt("messages"), MESSAGES, ANSWER),
                post(base + "/messages/count_tokens", Operation.free("count_tokens"), MESSAGES, ANSWER));
    }
}
