package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** Text Generation Inference: its own API, whose server has one model and does not ask for its name, and OpenAI's. */
final class Tgi extends TableDialect {
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("inputs", "best_of", "decoder_input_details", "details", "do_sample", "max_new_tokens",
                    "return_full_text", "top_n_tokens", "truncate", "typical_p", "watermark", "grammar", "value",
                    "adapter_id", "tool_prompt", "add_special_tokens", "instances", "guideline")
            .freeForm("value")
            .constants("type", "json", "regex")
            .content(Content.TEMPLATE, "tool_prompt")
            .members(Role.METADATA, "parameters")
            .members(Role.USER, "inputs")
            .build();
    /** The stream tells how much was generated, but not how much was read. */
    private static final UsageFields NO_USAGE = new UsageFields("usage", List.of(), List.of());
    private static final Answer ANSWER = new Answer(NO_USAGE, Set.of("generated_text"), Set.of("text"),
            new StreamEnd.Name("finish_reason"), Answer.Frames.DATA);
    private static final Shape GENERATE = Shape
            .of(WORDS, OutputLimit.of("parameters.max_new_tokens").times("parameters.best_of"))
            .model(ModelSource.OPTIONAL);
    private static final Shape CHAT = Shape.chat(WORDS, OpenAi.CHAT_LIMIT).model(ModelSource.OPTIONAL);
    private static final Shape COUNT = GENERATE.stream(StreamSource.NEVER);

    Tgi() {
        super("tgi", new TgiErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (String path : List.of("/", "/generate", "/generate_stream", "/invocations"))
            all.add(post(path, Operation.prompt("generate"), GENERATE, ANSWER));
        all.add(post("/vertex", Operation.prompt("generate"), GENERATE, ANSWER));
        all.add(post("/v1/chat/completions", Operation.prompt("chat"), CHAT, OpenAi.CHAT_ANSWER));
        all.add(post("/v1/completions", Operation.prompt("completions"), OpenAi.COMPLETIONS, OpenAi.CHAT_ANSWER));
        all.add(post("/tokenize", Operation.free("tokenize"), COUNT, ANSWER));
        all.add(post("/chat_tokenize", Operation.free("chat_tokenize"), COUNT, ANSWER));
        all.add(get("/v1/models", Operation.lookup("models")));
        all.add(get("/info", Operation.lookup("info")));
        all.add(closed("GET", "/metrics", Operation.gated("side_doors", Unscreened.MANAGEMENT)));
        return all;
    }
}
