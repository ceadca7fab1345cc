package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** Ollama's own API: a line of JSON for each piece of an answer, unless a request says otherwise. */
final class Ollama extends TableDialect {
    private static final UsageFields USAGE = new UsageFields("", List.of(List.of("prompt_eval_count")),
            List.of(List.of("eval_count")));
    private static final Set<String> WRITTEN = Set.of("content", "response", "thinking");
    private static final Answer ANSWER = new Answer(USAGE, WRITTEN, WRITTEN, new StreamEnd.Name("done_reason"),
            Answer.Frames.LINES);
    private static final Shape CHAT = Shape
            .chat(OllamaWords.ALL, OutputLimit.of("options.num_predict").orUnlimited())
            .stream(StreamSource.BODY_DEFAULT_TRUE);
    private static final Shape GENERATE = Shape
            .of(OllamaWords.ALL, OutputLimit.of("options.num_predict").orUnlimited())
            .stream(StreamSource.BODY_DEFAULT_TRUE);
    private static final Shape EMBED = Shape.of(OllamaWords.ALL, OutputLimit.NONE).stream(StreamSource.NEVER);
    private static final Shape SEARCH = EMBED.model(ModelSource.OPTIONAL);

    Ollama() {
        super("ollama", new OllamaErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        // It does not look at the content type, and its own examples send none that fits.
        all.add(post("/api/chat", Operation.prompt("chat").unlabelled(), CHAT, ANSWER));
        all.add(post("/api/generate", Operation.prompt("generate").unlabelled(), GENERATE, ANSWER));
        all.add(post("/api/embed", Operation.prompt("embed").unlabelled(), EMBED, ANSWER));
        all.add(post("/api/embeddings", Operation.prompt("embeddings").unlabelled(), EMBED, ANSWER));
        for (String path : List.of("/api/tags", "/api/ps", "/api/version"))
            all.add(get(path, Operation.lookup("models")));
        all.add(post("/api/show", Operation.free("show").unlabelled(), SEARCH, Answer.SILENT));
        Operation management = Operation.gated("management", Unscreened.MANAGEMENT);
        for (String path : List.of("create", "pull", "push", "copy", "blobs/{id}"))
            all.add(closed("POST", "/api/" + path, management));
        all.add(closed("HEAD", "/api/blobs/{id}", management));
        all.add(closed("DELETE", "/api/delete", management));
        Operation web = Operation.gated("web", Unscreened.MANAGEMENT);
        all.add(closed("POST", "/api/experimental/web_search", web));
        all.add(closed("POST", "/api/experimental/web_fetch", web));
        return all;
    }
}
