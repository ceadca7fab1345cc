package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;
import io.tokenward.proxy.problem.Denied;

/** Gemini as Google AI Studio and Vertex AI speak it; the model stands in the path. */
final class Gemini extends TableDialect {
    // Thoughts are no part of the candidates, what tools put in is no part of the prompt.
    private static final UsageFields USAGE = new UsageFields("usageMetadata",
            List.of(List.of("promptTokenCount", "totalTokens"), List.of("toolUsePromptTokenCount")),
            List.of(List.of("candidatesTokenCount"), List.of("thoughtsTokenCount")),
            new UsageFields.Details(List.of("cachedContentTokenCount"), List.of("thoughtsTokenCount"), List.of()));
    private static final Answer ANSWER = new Answer(USAGE, Set.of("text", "code"), Set.of("text", "code"),
            new StreamEnd.Name("finishReason"), Answer.Frames.DATA);
    private static final Shape GENERATE = Shape
            .of(GeminiWords.ALL,
                    OutputLimit.of("generationConfig.maxOutputTokens", "generation_config.max_output_tokens",
                            "generationConfig.max_output_tokens", "generation_config.maxOutputTokens")
                            .times("generationConfig.candidateCount", "generation_config.candidate_count",
                                    "generationConfig.candidate_count", "generation_config.candidateCount"))
            .model(ModelSource.PATH)
            .stream(StreamSource.NEVER);
    private static final Shape STREAM = GENERATE.stream(StreamSource.ALWAYS);
    private static final Shape EMBED = new Shape(GeminiWords.ALL, ModelSource.PATH, StreamSource.NEVER,
            OutputLimit.NONE, "", "");

    /** One message of a session. */
    private static final Shape LIVE_MESSAGE = new Shape(GeminiWords.LIVE, ModelSource.EVENT, StreamSource.NEVER,
            OutputLimit.NONE, "", "");

    Gemini() {
        super("gemini", new GoogleErrors(), endpoints());
    }

    @Override
    public String credentialField() {
        return "x-goog-api-key";
    }

    @Override
    public String credentialParameter() {
        return "key";
    }

    @Override
    public SessionForm sessions() {
        return LiveForm.LIVE;
    }

    /** Its clients know no event that would tell of an error: they hear of it when the session ends. */
    @Override
    public byte[] sessionError(Denied denied, String reference, String event) {
        return new byte[0];
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (String version : List.of("/v1beta", "/v1", "/v1alpha")) {
            methods(all, version + "/models/{model}");
            methods(all, version + "/tunedModels/{model}");
            all.add(get(version + "/models", Operation.lookup("models")));
            all.add(get(version + "/models/{id}", Operation.lookup("models")));
            kept(all, version);
        }
        for (String version : List.of("v1beta", "v1alpha")) {
            String service = "/ws/google.ai.generativelanguage." + version + ".GenerativeService.";
            all.add(new Endpoint("GET", service + "BidiGenerateContent", Operation.session("live"), LIVE_MESSAGE,
                    ANSWER));
            // With a key that somebody was given elsewhere, for instructions that nobody here has seen.
            Operation keys = Operation.gated("live_keys", Unscreened.SESSIONS);
            all.add(closed("GET", service + "BidiGenerateContentConstrained", keys));
            all.add(closed("POST", "/" + version + "/auth_tokens", keys));
        }
        for (String version : List.of("/v1", "/v1beta1"))
            methods(all, version + "/projects/{id}/locations/{id}/publishers/google/models/{model}");
        return all;
    }

    private static void methods(List<Endpoint> all, String model) {
        all.add(post(model + ":generateContent", Operation.prompt("generate"), GENERATE, ANSWER));
        all.add(post(model + ":streamGenerateContent", Operation.prompt("stream"), STREAM, ANSWER));
        all.add(post(model + ":countTokens", Operation.free("count_tokens"), EMBED, ANSWER));
        all.add(post(model + ":embedContent", Operation.prompt("embed"), EMBED, ANSWER));
        all.add(post(model + ":batchEmbedContents", Operation.prompt("batch_embed"), EMBED, ANSWER));
        all.add(post(model + ":batchGenerateContent", BATCH, GENERATE, ANSWER));
    }

    // Its requests may come from a file, and its answers go into one.
    private static final Operation BATCH = Operation.gated("batch_generate", Unscreened.FILES).screening();

    private static void kept(List<Endpoint> all, String version) {
        Operation caches = Operation.gated("cached_contents", Unscreened.STORED);
        all.add(post(version + "/cachedContents", CACHE, EMBED, OpenAi.PLAIN_ANSWER));
        all.add(closed("GET", version + "/cachedContents", caches));
        for (String method : List.of("GET", "PATCH", "DELETE"))
            all.add(closed(method, version + "/cachedContents/{id}", caches));
        Operation files = Operation.gated("files", Unscreened.FILES);
        // What is answered is another address, at which the file goes around this proxy.
        all.add(closed("POST", "/upload" + version + "/files", Operation.gated("uploads", Unscreened.PIECES)));
        all.add(closed("POST", version + "/files", files));
        all.add(closed("GET", version + "/files", files));
        all.add(closed("GET", version + "/files/{id}", files));
        all.add(closed("DELETE", version + "/files/{id}", files));
    }

    private static final Operation CACHE = Operation.gated("cache", Unscreened.STORED).screening();
}
