package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** GLM as Zhipu and Z.ai serve it: chats as OpenAI has them, with tools whose prompts the caller writes. */
final class Zhipu extends TableDialect {
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("do_sample", "request_id", "user_id", "web_search", "search_prompt", "search_query",
                    "search_engine", "search_result", "retrieval", "prompt_template", "knowledge_id", "tool_stream",
                    "sensitive_word_check", "meta", "user_info", "bot_info", "bot_name", "user_name",
                    "code_interpreter")
            .constants("type", "web_search", "retrieval", "code_interpreter", "drawing_tool")
            .content(Content.STORED_ID, "knowledge_id")
            .content(Content.TEMPLATE, "prompt_template")
            .tokenIds("input")
            .members(Role.SYSTEM, "meta")
            .members(Role.METADATA, "request_id", "user_id", "thinking")
            .build();
    private static final Shape CHAT = Shape.chat(WORDS, OutputLimit.of("max_tokens"));
    private static final Shape TEXTS = Shape.of(WORDS, OutputLimit.NONE).stream(StreamSource.NEVER);

    Zhipu() {
        super("zhipu", new ZhipuErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(Anthropic.under("/api/anthropic/v1"));
        for (String base : List.of("/api/paas/v4", "/api/coding/paas/v4")) {
            all.add(post(base + "/chat/completions", Operation.prompt("chat"), CHAT, OpenAi.CHAT_ANSWER));
            all.add(post(base + "/embeddings", Operation.prompt("embeddings"), TEXTS, OpenAi.PLAIN_ANSWER));
            all.add(post(base + "/images/generations", Operation.prompt("images"), TEXTS, OpenAi.PLAIN_ANSWER));
            all.add(get(base + "/models", Operation.lookup("models")));
            // The answer is fetched later, when nobody counts.
            all.add(closed("POST", base + "/async/chat/completions", Operation.gated("async", Unscreened.STORED)));
            all.add(closed("POST", base + "/files", Operation.gated("files", Unscreened.FILES)));
        }
        return all;
    }
}
