package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.ModelSource;

/** Azure OpenAI: the same APIs under a deployment that stands in the path, and under {@code /openai/v1}. */
final class Azure extends TableDialect {
    private static final String DEPLOYMENT = "/openai/deployments/{model}";
    private static final Vocabulary CHAT_WORDS = OpenAiWords.chat()
            .fields("data_sources", "role_information", "authentication", "key", "endpoint", "index_name",
                    "enhancements", "in_scope", "top_n_documents", "query_type", "filter", "connection_string")
            // What an index holds goes into the prompt.
            .elsewhere(Unscreened.STORED, "data_sources")
            .members(Role.METADATA, "data_sources", "enhancements")
            .build();
    private static final Shape CHAT = Shape.chat(CHAT_WORDS, OpenAi.CHAT_LIMIT).model(ModelSource.PATH);
    private static final Shape COMPLETIONS = OpenAi.COMPLETIONS.model(ModelSource.PATH);
    private static final Shape TEXTS = OpenAi.TEXTS.model(ModelSource.PATH);

    Azure() {
        super("azure", new AzureErrors(), endpoints());
    }

    @Override
    public String credentialField() {
        return "api-key";
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(OpenAi.under("/openai/v1"));
        all.add(post(DEPLOYMENT + "/chat/completions", Operation.prompt("deployed_chat"), CHAT, OpenAi.CHAT_ANSWER));
        all.add(post(DEPLOYMENT + "/completions", Operation.prompt("deployed_completions"), COMPLETIONS,
                OpenAi.CHAT_ANSWER));
        all.add(post(DEPLOYMENT + "/embeddings", Operation.prompt("deployed_embeddings"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post(DEPLOYMENT + "/images/generations", Operation.prompt("deployed_images"), TEXTS,
                OpenAi.PLAIN_ANSWER));
        all.add(post(DEPLOYMENT + "/audio/speech", Operation.prompt("deployed_speech"), TEXTS, OpenAi.PLAIN_ANSWER));
        for (String path : List.of("transcriptions", "translations"))
            all.add(post(DEPLOYMENT + "/audio/" + path, Operation.form("deployed_" + path), TEXTS,
                    OpenAi.PLAIN_ANSWER));
        for (String path : List.of("/openai/realtime", "/openai/v1/realtime"))
            all.add(new Endpoint("GET", path, Operation.session("realtime"), OpenAi.REALTIME, OpenAi.REALTIME_ANSWER));
        all.add(post(DEPLOYMENT + "/images/edits", Operation.form("deployed_edits"), TEXTS, OpenAi.PLAIN_ANSWER));
        return all;
    }
}
