package io.tokenward.proxy.dialect;

import static io.tokenward.proxy.dialect.Endpoint.closed;
import static io.tokenward.proxy.dialect.Endpoint.get;
import static io.tokenward.proxy.dialect.Endpoint.post;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.Shape.ModelSource;
import io.tokenward.proxy.dialect.Shape.StreamSource;

/** vLLM and servers like it: OpenAI's APIs with more fields, and many doors beside them. */
final class Vllm extends TableDialect {
    private static final Vocabulary WORDS = OpenAiWords.chat()
            .fields("add_generation_prompt", "add_special_tokens", "allowed_token_ids", "bad_words",
                    "continue_final_message", "echo", "guided_choice", "guided_decoding_backend", "guided_grammar",
                    "guided_json", "guided_regex", "guided_whitespace_pattern", "include_reasoning",
                    "include_stop_str_in_output", "kv_transfer_params", "length_penalty", "mm_processor_kwargs",
                    "priority", "prompt_logprobs", "reasoning", "regex", "json", "choice", "skip_special_tokens",
                    "spaces_between_special_tokens", "structured_outputs", "thinking_token_budget",
                    "truncate_prompt_tokens", "use_beam_search", "vllm_xargs", "return_token_ids", "cache_salt",
                    "continuous_usage_stats", "image_embeds", "audio_embeds", "prompt_embeds", "suffix", "uuid",
                    "dimensions", "encoding_format", "instructions", "structural_tag", "query", "documents",
                    "text_1", "text_2", "data_1", "data_2", "top_n", "softmax", "activation", "embed_dtype")
            .freeForm("guided_json", "json", "vllm_xargs", "mm_processor_kwargs", "kv_transfer_params")
            .constants("encoding_format", "float", "base64")
            .content(Content.EMBEDDINGS, "image_embeds", "audio_embeds")
            // The state of a prompt that another server holds.
            .elsewhere(Unscreened.STORED, "kv_transfer_params")
            .tokenIds("input", "tokens")
            .within(Role.TOOL_DEFINITION, "structured_outputs", "guided_json", "guided_regex", "guided_grammar",
                    "guided_choice")
            .build();
    private static final Shape CHAT = Shape.chat(WORDS, OpenAi.CHAT_LIMIT);
    private static final Shape COMPLETIONS = Shape.of(WORDS, OpenAi.COMPLETIONS_LIMIT);
    private static final Shape TEXTS = Shape.of(WORDS, OutputLimit.NONE)
            .model(ModelSource.OPTIONAL)
            .stream(StreamSource.NEVER);

    private static final Shape REALTIME = OpenAi.REALTIME.model(ModelSource.EVENT);

    Vllm() {
        super("vllm", new VllmErrors(), endpoints());
    }

    @Override
    public SessionForm sessions() {
        return HearingForm.TRANSCRIPTION;
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(Anthropic.under("/v1"));
        all.add(post("/v1/chat/completions", Operation.prompt("chat"), CHAT, OpenAi.CHAT_ANSWER));
        all.add(post("/v1/completions", Operation.prompt("completions"), COMPLETIONS, OpenAi.CHAT_ANSWER));
        all.add(post("/v1/responses", Operation.prompt("responses"), OpenAi.RESPONSES, OpenAi.RESPONSES_ANSWER));
        for (String path : List.of("/v1/embeddings", "/pooling", "/classify", "/score", "/v1/score", "/rerank",
                "/v1/rerank", "/v2/rerank"))
            all.add(post(path, Operation.prompt("texts"), TEXTS, OpenAi.PLAIN_ANSWER));
        for (String path : List.of("transcriptions", "translations"))
            all.add(post("/v1/audio/" + path, Operation.form(path), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(post("/tokenize", Operation.free("tokenize"), TEXTS, OpenAi.PLAIN_ANSWER));
        all.add(get("/v1/models", Operation.lookup("models")));
        all.add(closed("POST", "/detokenize", Operation.gated("detokenize", Unscreened.TOKEN_IDS)));
        all.add(closed("POST", "/inference/v1/generate", Operation.gated("token_generate", Unscreened.TOKEN_IDS)));
        Operation doors = Operation.gated("side_doors", Unscreened.MANAGEMENT);
        for (String path : List.of("/invocations", "/v1/load_lora_adapter", "/v1/unload_lora_adapter", "/sleep",
                "/wake_up", "/reset_prefix_cache", "/reset_mm_cache", "/start_profile", "/stop_profile",
                "/collective_rpc"))
            all.add(closed("POST", path, doors));
        for (String path : List.of("/metrics", "/server_info", "/is_sleeping", "/load"))
            all.add(closed("GET", path, doors));
        all.add(new Endpoint("GET", "/v1/realtime", Operation.session("realtime"), REALTIME, OpenAi.REALTIME_ANSWER));
        return all;
    }
}
