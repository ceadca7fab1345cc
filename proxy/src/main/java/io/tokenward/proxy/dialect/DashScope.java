package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** DashScope (Qwen): its own API, in which everything stands under {@code input} and {@code parameters}, and OpenAI's. */
final class DashScope extends TableDialect {
    private static final String SERVICES = "/api/v1/services";
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("result_format", "incremental_output", "enable_search", "search_options", "enable_thinking",
                    "thinking_budget", "image", "video", "audio", "texts", "text_type", "history", "biz_params",
                    "session_id", "memory_id", "rag_options", "pipeline_ids", "file_ids", "partial", "contents",
                    "instruct", "dimension", "output_type", "query", "top_n", "return_documents", "resources",
                    "vl_high_resolution_images", "translation_options", "has_thoughts", "doc_reference_type", "bot",
                    "forced_search", "search_strategy", "enable_source", "user", "asr_options", "fps")
            .constants("result_format", "message", "text")
            .constants("text_type", "query", "document")
            .content(Content.LINK, "image", "video", "audio")
            .content(DashScope::said, "content", "text")
            .content(Content.STORED_ID, "session_id", "memory_id", "pipeline_ids")
            .content(Content.FILE_ID, "file_ids", "session_file_ids")
            .members(Role.USER, "input")
            .members(Role.METADATA, "resources")
            .within(Role.DOCUMENT, "documents")
            .within(Role.TOOL_DEFINITION, "tools", "tool_choice", "response_format")
            .within(Role.METADATA, "stop")
            .build();
    private static final UsageFields USAGE = new UsageFields("usage",
            List.of(List.of("input_tokens", "total_tokens")), List.of(List.of("output_tokens")),
            new UsageFields.Details(List.of("prompt_tokens_details.cached_tokens"),
                    List.of("output_tokens_details.reasoning_tokens"), List.of()));
    private static final Answer ANSWER = new Answer(USAGE, RelayedText.WRITTEN, RelayedText.WRITTEN,
            new StreamEnd.Name("finish_reason"), Answer.Frames.DATA);
    private static final Shape GENERATE = Shape
            .of(WORDS,
                    OutputLimit.of("parameters.max_tokens", "parameters.max_completion_tokens").times("parameters.n"))
            .stream(StreamSource.NEVER);
    private static final Shape APP = GENERATE.model(ModelSource.OPTIONAL);
    private static final Shape TEXTS = Shape.of(WORDS, OutputLimit.NONE).stream(StreamSource.NEVER);

    DashScope() {
        super("dashscope", new DashScopeErrors(), endpoints());
    }

    /** Qwen-Long reads files that are named in a message. */
    private static Content said(String ownerField, JsonObject owner) {
        boolean file = owner.members()
                .stream()
                .anyMatch(member -> member.value() instanceof JsonString said && said.text().contains("fileid://"));
        return file ? Content.FILE_ID : Content.TEXT;
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        Operation generate = Operation.prompt("generate");
        all.add(post(SERVICES + "/aigc/text-generation/generation", generate, GENERATE, ANSWER));
        all.add(post(SERVICES + "/aigc/multimodal-generation/generation", generate, GENERATE, ANSWER));
        Operation embed = Operation.prompt("embed");
        all.add(post(SERVICES + "/embeddings/text-embedding/text-embedding", embed, TEXTS, ANSWER));
        all.add(post(SERVICES + "/embeddings/multimodal-embedding/multimodal-embedding", embed, TEXTS, ANSWER));
        all.add(post(SERVICES + "/rerank/text-rerank/text-rerank", Operation.prompt("rerank"), TEXTS, ANSWER));
        all.add(post("/api/v1/apps/{id}/completion", Operation.gated("apps", Unscreened.STORED).screening().charged(),
                APP,
                ANSWER));
        all.add(closed("GET", "/api/v1/tasks/{id}", Operation.gated("tasks", Unscreened.STORED)));
        String compatible = "/compatible-mode/v1";
        all.add(post(compatible + "/chat/completions", Operation.prompt("chat"), COMPATIBLE, OpenAi.CHAT_ANSWER));
        all.add(post(compatible + "/embeddings", Operation.prompt("embeddings"), OpenAi.TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(get(compatible + "/models", Operation.lookup("models")));
        all.add(closed("POST", compatible + "/files", Operation.gated("files", Unscreened.FILES)));
        return all;
    }

    private static final Shape COMPATIBLE = Shape.chat(WORDS, OpenAi.CHAT_LIMIT);
}
