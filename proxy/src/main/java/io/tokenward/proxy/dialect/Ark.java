package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** Volcengine Ark and BytePlus ModelArk (Doubao): OpenAI's APIs under {@code /api/v3}. */
final class Ark extends TableDialect {
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("context_id", "size", "watermark", "guidance_scale", "sequential_image_generation", "image",
                    "encoding_format", "dimensions", "instructions", "caching", "expire_at")
            .constants("encoding_format", "float", "base64")
            .content(Content.STORED_ID, "context_id")
            .content(Content.LINK, "image")
            .tokenIds("input")
            .members(Role.SYSTEM, "instructions")
            .members(Role.METADATA, "thinking")
            .build();
    private static final Shape CHAT = Shape.chat(WORDS, OpenAi.CHAT_LIMIT);
    private static final Shape TEXTS = Shape.of(WORDS, OutputLimit.NONE).stream(StreamSource.NEVER);

    Ark() {
        super("ark", new ArkErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        String base = "/api/v3";
        all.add(post(base + "/chat/completions", Operation.prompt("chat"), CHAT, OpenAi.CHAT_ANSWER));
        all.add(post(base + "/responses", Operation.prompt("responses"), OpenAi.RESPONSES, OpenAi.RESPONSES_ANSWER));
        all.add(post(base + "/embeddings", Operation.prompt("embeddings"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post(base + "/embeddings/multimodal", Operation.prompt("embeddings"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post(base + "/images/generations", Operation.prompt("images"), TEXTS, OpenAi.PLAIN_ANSWER));
        // A context and a bot bring a prompt that the endpoint keeps.
        all.add(post(base + "/context/create", Operation.gated("context", Unscreened.STORED).screening().charged(),
                CHAT,
                OpenAi.CHAT_ANSWER));
        all.add(post(base + "/context/chat/completions",
                Operation.gated("context_chat", Unscreened.STORED).screening().charged(), CHAT, OpenAi.CHAT_ANSWER));
        all.add(post(base + "/bots/chat/completions", Operation.gated("bots", Unscreened.STORED).screening().charged(),
                CHAT,
                OpenAi.CHAT_ANSWER));
        all.add(closed("POST", base + "/batch/chat/completions", Operation.gated("batch", Unscreened.STORED)));
        all.add(closed("POST", base + "/files", Operation.gated("files", Unscreened.FILES)));
        return all;
    }
}
