package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** The APIs of OpenAI, of which most servers of open models speak Chat Completions at least. */
final class OpenAi extends TableDialect {
    /** Usage as OpenAI's own APIs and most others report it. */
    static final UsageFields USAGE = new UsageFields("usage", List.of(List.of("prompt_tokens", "input_tokens")),
            List.of(List.of("completion_tokens", "output_tokens")),
            new UsageFields.Details(
                    List.of("prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens",
                            "prompt_cache_hit_tokens"),
                    List.of("completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens"),
                    List.of("seconds")));

    /** Answers of chats; a stream ends with a mark of its own. */
    static final Answer CHAT_ANSWER = new Answer(USAGE, new StreamEnd.Line("data", List.of("[DONE]")),
            Answer.Frames.DATA);

    /** Answers that report no text, such as embeddings. */
    static final Answer PLAIN_ANSWER = new Answer(USAGE, Set.of(), Set.of(), StreamEnd.NEVER, Answer.Frames.DATA);

    /** A stream of Responses says everything twice: in pieces, and whole at the end. */
    static final Answer RESPONSES_ANSWER = new Answer(USAGE, RelayedText.WRITTEN, Set.of("delta"),
            new StreamEnd.Line("event", List.of("response.completed", "response.incomplete", "response.failed")),
            Answer.Frames.NAMED);

    static final OutputLimit CHAT_LIMIT = OutputLimit.of("max_completion_tokens", "max_tokens").times("n");
    static final OutputLimit COMPLETIONS_LIMIT = OutputLimit.of("max_tokens").times("n", "best_of");

    static final Shape CHAT = Shape.chat(OpenAiWords.CHAT, CHAT_LIMIT);
    static final Shape COMPLETIONS = Shape.of(OpenAiWords.TEXTS, COMPLETIONS_LIMIT);
    static final Shape TEXTS = Shape.of(OpenAiWords.TEXTS, OutputLimit.NONE).stream(StreamSource.NEVER);
    static final Shape RESPONSES = Shape.of(ResponsesWords.ALL, OutputLimit.of("max_output_tokens"))
            .model(ModelSource.OPTIONAL);

    /** One event of a session; it has no model of its own, and may speak as long as it likes. */
    static final Shape REALTIME = Shape.of(RealtimeWords.ALL, OutputLimit.NONE)
            .model(ModelSource.PATH)
            .stream(StreamSource.NEVER);
    static final Answer REALTIME_ANSWER = new Answer(USAGE, StreamEnd.NEVER, Answer.Frames.MESSAGES);

    OpenAi() {
        super("openai", new OpenAiErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(under("/v1"));
        all.add(post("/v1/images/generations", Operation.prompt("images"), TEXTS.model(ModelSource.OPTIONAL),
                PLAIN_ANSWER));
        all.add(post("/v1/audio/speech", Operation.prompt("speech"), TEXTS, PLAIN_ANSWER));
        for (String path : List.of("transcriptions", "translations"))
            all.add(post("/v1/audio/" + path, Operation.form(path), TEXTS, PLAIN_ANSWER));
        for (String path : List.of("edits", "variations"))
            all.add(post("/v1/images/" + path, Operation.form(path), TEXTS, PLAIN_ANSWER));
        all.addAll(kept());
        return all;
    }

    /** What servers of open models have too, under a base path such as {@code /v1}. */
    static List<Endpoint> under(String base) {
        return List.of(post(base + "/chat/completions", Operation.prompt("chat"), CHAT, CHAT_ANSWER),
                post(base + "/completions", Operation.prompt("completions"), COMPLETIONS, CHAT_ANSWER),
                post(base + "/embeddings", Operation.prompt("embeddings"), TEXTS, PLAIN_ANSWER),
                post(base + "/moderations", Operation.free("moderations"), MODERATIONS, PLAIN_ANSWER),
                post(base + "/responses", Operation.prompt("responses"), RESPONSES, RESPONSES_ANSWER),
                post(base + "/responses/input_tokens", Operation.free("input_tokens"), RESPONSES_FREE, PLAIN_ANSWER),
                get(base + "/models", Operation.lookup("models")),
                get(base + "/models/{id}", Operation.lookup("models")));
    }

    private static final Shape MODERATIONS = Shape.of(OpenAiWords.TEXTS, OutputLimit.NONE)
            .model(ModelSource.OPTIONAL)
            .stream(StreamSource.NEVER);
    private static final Shape RESPONSES_FREE = RESPONSES.stream(StreamSource.NEVER);

    /** What the endpoint keeps, and what it reads from there: nobody sees it pass. */
    private static List<Endpoint> kept() {
        List<Endpoint> all = new ArrayList<>();
        all.add(post("/v1/responses/compact", Operation.prompt("compact"), RESPONSES, RESPONSES_ANSWER));
        Operation responses = Operation.gated("stored_responses", Unscreened.STORED);
        all.add(closed("GET", "/v1/responses/{id}", responses));
        all.add(closed("DELETE", "/v1/responses/{id}", responses));
        all.add(closed("GET", "/v1/responses/{id}/input_items", responses));
        all.add(closed("POST", "/v1/responses/{id}/cancel", responses));
        all.add(post("/v1/conversations", Operation.gated("conversations", Unscreened.STORED).screening(), KEPT_ITEMS,
                PLAIN_ANSWER));
        all.add(post("/v1/conversations/{id}/items",
                Operation.gated("conversation_items", Unscreened.STORED).screening(), KEPT_ITEMS, PLAIN_ANSWER));
        Operation files = Operation.gated("files", Unscreened.FILES);
        for (String path : List.of("/v1/files", "/v1/files/{id}", "/v1/files/{id}/content"))
            all.add(closed("GET", path, files));
        all.add(post("/v1/files", Operation.upload("upload"), TEXTS, PLAIN_ANSWER));
        all.add(closed("DELETE", "/v1/files/{id}", files));
        // A line of a batch could be cut between two of them.
        Operation uploads = Operation.gated("uploads", Unscreened.PIECES);
        for (String path : List.of("/v1/uploads", "/v1/uploads/{id}/parts", "/v1/uploads/{id}/complete",
                "/v1/uploads/{id}/cancel"))
            all.add(closed("POST", path, uploads));
        Operation batches = Operation.gated("batches", Unscreened.FILES);
        all.add(closed("POST", "/v1/batches", batches));
        all.add(closed("GET", "/v1/batches", batches));
        all.add(closed("GET", "/v1/batches/{id}", batches));
        all.add(closed("POST", "/v1/batches/{id}/cancel", batches));
        all.add(new Endpoint("GET", "/v1/realtime", Operation.session("realtime"), REALTIME, REALTIME_ANSWER));
        Operation sessions = Operation.gated("realtime_keys", Unscreened.SESSIONS);
        all.add(closed("POST", "/v1/realtime/calls", sessions));
        all.add(closed("POST", "/v1/realtime/client_secrets", sessions));
        return all;
    }

    private static final Shape KEPT_ITEMS = Shape.of(ResponsesWords.ALL, OutputLimit.NONE)
            .model(ModelSource.OPTIONAL)
            .stream(StreamSource.NEVER);
}
