package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Role;

/** The words of Ollama's own API. */
final class OllamaWords {
    static final Vocabulary ALL = all();

    private OllamaWords() {}

    private static Vocabulary all() {
        return new VocabularyBuilder()
                .fields("model", "messages", "stream", "format", "options", "keep_alive", "tools", "think", "prompt",
                        "suffix", "system", "template", "context", "raw", "images", "input", "truncate", "dimensions",
                        "logprobs", "top_logprobs", "name", "width", "height", "steps", "shift", "debug_render_only",
                        "_debug_render_only")
                .fields("role", "content", "thinking", "tool_calls", "tool_name", "tool_call_id", "function",
                        "arguments", "parameters", "strict", "index", "id")
                .fields("num_predict", "num_ctx", "num_keep", "num_batch", "num_gpu", "main_gpu", "use_mmap",
                        "num_thread", "seed", "stop", "temperature", "top_k", "top_p", "min_p", "typical_p",
                        "repeat_last_n", "repeat_penalty", "presence_penalty", "frequency_penalty", "mirostat",
                        "mirostat_tau", "mirostat_eta", "penalize_newline", "numa", "low_vram", "draft_num_predict")
                .fields(SchemaWords.LOWER_CASE)
                .freeForm("arguments", "parameters", "format")
                .constants("role", "system", "user", "assistant", "tool")
                .constants("type", SchemaWords.TYPES)
                .constants("type", "function")
                .constants("format", SchemaWords.FORMATS)
                .constants("format", "json")
                .constants("think", "low", "medium", "high")
                .content(Content.FILE, "images")
                .content(Content.TEMPLATE, "template")
                .tokenIds("context", "prompt", "input")
                .turns("messages")
                .speakers(Role.SYSTEM, "system")
                .speakers(Role.ASSISTANT, "assistant")
                .speakers(Role.TOOL_RESULT, "tool")
                .members(Role.SYSTEM, "system", "template")
                .members(Role.TOOL_DEFINITION, "tools", "format")
                .members(Role.METADATA, "options", "keep_alive", "think")
                .build();
    }
}
