package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** Mistral's API: chats as OpenAI has them, with parts and paths of its own. */
final class Mistral extends TableDialect {
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("safe_prompt", "prefix", "random_seed", "prompt_mode", "suffix", "document", "document_url",
                    "document_name", "image_url", "pages", "include_image_base64", "image_limit", "image_min_size",
                    "reference_ids", "inputs", "instructions", "agent_id", "completion_args", "handoff_execution",
                    "encoding_format", "output_dimension", "output_dtype", "bbox_annotation_format",
                    "document_annotation_format", "guardrails", "presence_penalty")
            .constants("type", "reference", "document_url", "thinking", "web_search", "code_interpreter")
            .constants("prompt_mode", "reasoning")
            .content(Content.LINK, "document_url")
            .content(Content.STORED_ID, "agent_id", "conversation_id")
            .content(Content.FILE_ID, "library_ids")
            .tokenIds("input", "inputs")
            .turns("inputs")
            .members(Role.SYSTEM, "instructions")
            .build();
    private static final Shape CHAT = Shape.chat(WORDS, OutputLimit.of("max_tokens").times("n"));
    private static final Shape FILL = Shape.of(WORDS, OutputLimit.of("max_tokens"));
    private static final Shape TEXTS = Shape.of(WORDS, OutputLimit.NONE).stream(StreamSource.NEVER);
    private static final Shape KEPT = Shape.of(WORDS, OutputLimit.of("completion_args.max_tokens"))
            .model(ModelSource.OPTIONAL);

    Mistral() {
        super("mistral", new MistralErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.add(post("/v1/chat/completions", Operation.prompt("chat"), CHAT, OpenAi.CHAT_ANSWER));
        all.add(post("/v1/fim/completions", Operation.prompt("fim"), FILL, OpenAi.CHAT_ANSWER));
        all.add(post("/v1/embeddings", Operation.prompt("embeddings"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post("/v1/moderations", Operation.free("moderations"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post("/v1/chat/moderations", Operation.free("chat_moderations"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post("/v1/ocr", Operation.prompt("ocr"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post("/v1/audio/transcriptions", Operation.form("transcriptions"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(get("/v1/models", Operation.lookup("models")));
        all.add(get("/v1/models/{id}", Operation.lookup("models")));
        // An agent and a conversation bring a prompt that the endpoint keeps.
        all.add(post("/v1/agents/completions", Operation.gated("agents", Unscreened.STORED).screening().charged(), KEPT,
                OpenAi.CHAT_ANSWER));
        all.add(post("/v1/conversations", Operation.gated("conversations", Unscreened.STORED).screening().charged(),
                KEPT,
                OpenAi.CHAT_ANSWER));
        all.add(post("/v1/conversations/{id}", Operation.gated("conversation", Unscreened.STORED).screening().charged(),
                KEPT,
                OpenAi.CHAT_ANSWER));
        Operation files = Operation.gated("files", Unscreened.FILES);
        all.add(post("/v1/files", Operation.upload("upload"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(closed("GET", "/v1/files", files));
        all.add(closed("GET", "/v1/files/{id}", files));
        all.add(closed("GET", "/v1/files/{id}/content", files));
        all.add(closed("GET", "/v1/files/{id}/url", files));
        all.add(closed("DELETE", "/v1/files/{id}", files));
        all.add(closed("POST", "/v1/batch/jobs", files));
        return all;
    }
}
