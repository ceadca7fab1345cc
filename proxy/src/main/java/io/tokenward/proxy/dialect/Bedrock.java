package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/**
 * Bedrock's runtime: Converse, and Invoke with the bodies of the models' own APIs; the model stands in the path. Callers are
 * known by bearer tokens; what they sign themselves would be signed for another host.
 */
final class Bedrock extends TableDialect {
    private static final UsageFields USAGE = new UsageFields("usage",
            List.of(List.of("inputTokens"), List.of("cacheReadInputTokens"), List.of("cacheWriteInputTokens")),
            List.of(List.of("outputTokens")),
            new UsageFields.Details(List.of("cacheReadInputTokens"), List.of(), List.of()));
    private static final UsageFields INVOKED = new UsageFields("amazon-bedrock-invocationMetrics",
            List.of(List.of("inputTokenCount")), List.of(List.of("outputTokenCount")));
    private static final Answer CONVERSED = new Answer(USAGE, new StreamEnd.Name("stopReason"), Answer.Frames.AMAZON);
    private static final Answer ANSWERED = new Answer(INVOKED,
            new StreamEnd.Name("amazon-bedrock-invocationMetrics"), Answer.Frames.AMAZON);
    private static final Shape CONVERSE = Shape
            .of(BedrockWords.CONVERSE, OutputLimit.of("inferenceConfig.maxTokens"))
            .model(ModelSource.PATH)
            .stream(StreamSource.NEVER);
    private static final Shape CONVERSE_STREAM = CONVERSE.stream(StreamSource.ALWAYS);
    private static final Shape COUNT = CONVERSE.stream(StreamSource.NEVER);
    private static final Shape INVOKE = Shape
            .of(BedrockWords.INVOKE, OutputLimit.of("max_tokens", "max_gen_len", "max_tokens_to_sample",
                    "textGenerationConfig.maxTokenCount", "inferenceConfig.maxTokens",
                    "inferenceConfig.max_new_tokens"))
            .model(ModelSource.PATH)
            .stream(StreamSource.NEVER);
    private static final Shape INVOKE_STREAM = INVOKE.stream(StreamSource.ALWAYS);

    Bedrock() {
        super("bedrock", new BedrockErrors(), endpoints());
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        String model = "/model/{model}";
        all.add(post(model + "/converse", Operation.prompt("converse"), CONVERSE, CONVERSED));
        all.add(post(model + "/converse-stream", Operation.prompt("converse_stream"), CONVERSE_STREAM, CONVERSED));
        all.add(post(model + "/invoke", Operation.prompt("invoke"), INVOKE, ANSWERED));
        all.add(post(model + "/invoke-with-response-stream", Operation.prompt("invoke_stream"), INVOKE_STREAM,
                ANSWERED));
        // Invoke's body stands in it in base64.
        all.add(post(model + "/count-tokens", Operation.free("count_tokens"), COUNT, CONVERSED));
        Operation sessions = Operation.gated("sessions", Unscreened.SESSIONS);
        all.add(closed("POST", model + "/invoke-with-bidirectional-stream", sessions));
        Operation later = Operation.gated("async_invoke", Unscreened.FILES);
        all.add(closed("POST", "/async-invoke", later));
        all.add(closed("GET", "/async-invoke", later));
        all.add(closed("POST", "/guardrail/{id}/version/{id}/apply", Operation.gated("guardrails", Unscreened.STORED)));
        return all;
    }
}
