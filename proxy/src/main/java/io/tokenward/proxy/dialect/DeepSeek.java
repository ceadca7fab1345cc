package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;

/** DeepSeek's API: OpenAI's with and without {@code /v1}, what it has in beta, and Anthropic's. */
final class DeepSeek extends TableDialect {
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("prefix", "suffix", "echo", "budget_tokens")
            .members(Role.METADATA, "thinking")
            .build();
    private static final Shape CHAT = Shape.chat(WORDS, OpenAi.CHAT_LIMIT);
    private static final Shape FILL = Shape.of(WORDS, OpenAi.COMPLETIONS_LIMIT);

    DeepSeek() {
        super("deepseek", new OpenAiErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(Anthropic.under("/anthropic/v1"));
        for (String base : List.of("", "/v1", "/beta")) {
            all.add(post(base + "/chat/completions", Operation.prompt("chat"), CHAT, OpenAi.CHAT_ANSWER));
            all.add(get(base + "/models", Operation.lookup("models")));
        }
        all.add(post("/beta/completions", Operation.prompt("fim"), FILL, OpenAi.CHAT_ANSWER));
        all.add(get("/user/balance", Operation.lookup("balance")));
        return all;
    }
}
