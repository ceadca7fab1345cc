package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** Cohere's API, second version and what is still in use of the first. */
final class Cohere extends TableDialect {
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("tool_plan", "document", "documents", "citations", "citation_options", "safety_mode",
                    "stop_sequences", "k", "p", "raw_prompting", "strict_tools", "priority", "token_budget",
                    "sources", "start", "end", "return_prompt", "return_likelihoods", "num_generations", "truncate")
            .fields("query", "rank_fields", "max_tokens_per_doc", "top_n", "texts", "images", "inputs", "input_type",
                    "embedding_types", "output_dimension", "message", "preamble", "chat_history", "connectors",
                    "search_queries_only", "conversation_id", "prompt_truncation", "force_single_step",
                    "tool_results", "call", "outputs", "parameter_definitions", "preset", "return_documents")
            .freeForm("parameter_definitions", "json_schema")
            .constants("role", "SYSTEM", "USER", "CHATBOT", "TOOL")
            .constants("type", "document", "thinking", "tool")
            .constants("safety_mode", "CONTEXTUAL", "STRICT", "OFF", "NONE")
            .constants("tool_choice", "REQUIRED", "NONE")
            .constants("input_type", "search_document", "search_query", "classification", "clustering", "image")
            .constants("embedding_types", "float", "int8", "uint8", "binary", "ubinary", "base64")
            .constants("truncate", "NONE", "START", "END")
            .content(Content.LINK, "images")
            .content(Content.STORED_ID, "conversation_id", "preset")
            .turns("chat_history")
            .speakers(Role.SYSTEM, "SYSTEM")
            .speakers(Role.ASSISTANT, "CHATBOT")
            .speakers(Role.TOOL_RESULT, "TOOL")
            .members(Role.SYSTEM, "preamble")
            .members(Role.METADATA, "stop_sequences", "connectors", "thinking", "citation_options")
            .within(Role.TOOL_RESULT, "tool_results", "outputs")
            .within(Role.DOCUMENT, "document", "documents")
            .build();
    private static final UsageFields USAGE = new UsageFields("usage",
            List.of(List.of("tokens.input_tokens", "billed_units.input_tokens")),
            List.of(List.of("tokens.output_tokens", "billed_units.output_tokens")));
    private static final UsageFields BILLED = new UsageFields("meta",
            List.of(List.of("tokens.input_tokens", "billed_units.input_tokens")),
            List.of(List.of("tokens.output_tokens", "billed_units.output_tokens")));
    private static final StreamEnd END = new StreamEnd.Line("event", List.of("message-end"));
    private static final Answer ANSWER = new Answer(USAGE, END, Answer.Frames.NAMED);
    private static final Answer BILLED_ANSWER = new Answer(BILLED, END, Answer.Frames.NAMED);
    private static final Shape CHAT = Shape.chat(WORDS, OutputLimit.of("max_tokens"));
    private static final Shape FIRST = Shape.of(WORDS, OutputLimit.of("max_tokens").times("num_generations"))
            .model(ModelSource.OPTIONAL);
    private static final Shape TEXTS = Shape.of(WORDS, OutputLimit.NONE)
            .model(ModelSource.OPTIONAL)
            .stream(StreamSource.NEVER);

    Cohere() {
        super("cohere", new CohereErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.add(post("/v2/chat", Operation.prompt("chat"), CHAT, ANSWER));
        all.add(post("/v1/chat", Operation.prompt("chat_v1"), FIRST, BILLED_ANSWER));
        all.add(post("/v1/generate", Operation.prompt("generate"), FIRST, BILLED_ANSWER));
        for (String version : List.of("/v1", "/v2")) {
            all.add(post(version + "/embed", Operation.prompt("embed"), TEXTS, BILLED_ANSWER));
            all.add(post(version + "/rerank", Operation.prompt("rerank"), TEXTS, BILLED_ANSWER));
        }
        all.add(post("/v1/classify", Operation.prompt("classify"), TEXTS, BILLED_ANSWER));
        all.add(post("/v1/tokenize", Operation.free("tokenize"), TEXTS, BILLED_ANSWER));
        all.add(get("/v1/models", Operation.lookup("models")));
        all.add(get("/v1/models/{id}", Operation.lookup("models")));
        all.add(closed("POST", "/v1/datasets", Operation.gated("datasets", Unscreened.FILES)));
        all.add(closed("POST", "/v1/embed-jobs", Operation.gated("datasets", Unscreened.FILES)));
        all.add(closed("POST", "/v1/detokenize", Operation.gated("detokenize", Unscreened.TOKEN_IDS)));
        return all;
    }
}
