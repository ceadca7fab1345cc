package io.tokenward.proxy.dialect;

import java.util.List;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The words of Chat Completions, which most other APIs share, and of what OpenAI has beside it. */
final class OpenAiWords {
    private static final List<String> CHOICES = List.of("auto", "none", "required", "any");

    /** Chat Completions. */
    static final Vocabulary CHAT = chat().build();

    /** Completions, embeddings, moderations, images, speech: one or some texts and options. */
    static final Vocabulary TEXTS = chat()
            .fields("background", "batch_size", "dimensions", "echo", "encoding_format", "image", "images",
                    "input_fidelity", "instructions", "keywords", "known_speaker_names", "known_speaker_references",
                    "language", "mask", "timestamp_granularities", "chunking_strategy", "moderation",
                    "output_compression", "output_format",
                    "partial_images", "quality", "response_format", "size", "speed", "stream_format", "style", "suffix")
            .constants("encoding_format", "float", "base64")
            .constants("response_format", "mp3", "opus", "aac", "flac", "wav", "pcm", "url", "b64_json")
            .constants("size", "auto", "256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "1792x1024",
                    "1024x1792")
            .constants("quality", "auto", "standard", "hd", "low", "medium", "high")
            .constants("stream_format", "sse", "audio")
            .constants("response_format", "json", "text", "srt", "verbose_json", "vtt", "diarized_json")
            .tokenIds("prompt", "input")
            .content(Content.LINK, "image", "images", "mask")
            .members(Role.SYSTEM, "instructions")
            .build();

    private OpenAiWords() {}

    /** The words of Chat Completions, for an API that has others beside. */
    static VocabularyBuilder chat() {
        var words = new VocabularyBuilder();
        fields(words);
        constants(words);
        return words
                .freeForm("parameters", "schema", "metadata", "logit_bias", "arguments", "chat_template_kwargs")
                .content(OpenAiWords::data, "data")
                .content(Content.FILE, "file_data", "image_embeds", "audio_embeds")
                .content(Content.LINK, "url", "image_url", "video_url", "audio_url", "server_url")
                .content(OpenAiWords::id, "id")
                .content(Content.FILE_ID, "file_id")
                .content(Content.EMBEDDINGS, "prompt_embeds")
                .content(Content.TEMPLATE, "chat_template")
                .tokenIds("prompt", "prompt_token_ids")
                .turns("messages")
                .speakers(Role.SYSTEM, "system", "developer")
                .speakers(Role.ASSISTANT, "assistant")
                .speakers(Role.TOOL_RESULT, "tool", "function")
                .members(Role.TOOL_DEFINITION, "tools", "functions", "tool_choice", "function_call", "response_format")
                .members(Role.ASSISTANT, "prediction")
                .members(Role.DOCUMENT, "documents")
                .members(Role.METADATA, "metadata", "user", "safety_identifier", "prompt_cache_key",
                        "prompt_cache_retention", "stop", "service_tier", "web_search_options", "reasoning_effort",
                        "verbosity", "modalities", "audio", "logit_bias", "stream_options");
    }

    private static void fields(VocabularyBuilder words) {
        // the request
        words.fields("audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
                "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model", "n",
                "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_retention",
                "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store",
                "stream", "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user",
                "verbosity", "web_search_options");
        // messages and their parts
        words.fields("content", "data", "detail", "file", "file_data", "file_id", "filename", "format", "image_url",
                "input_audio", "name", "reasoning_content", "refusal", "role", "text", "tool_call_id", "tool_calls",
                "type", "url", "video_url", "audio_url", "cache_control");
        // tools and formats
        words.fields("allowed_tools", "arguments", "custom", "definition", "description", "function", "grammar", "id",
                "index", "input", "json_schema", "mode", "parameters", "schema", "strict", "syntax");
        // options
        words.fields("approximate", "city", "country", "include_obfuscation", "include_usage", "region",
                "search_context_size", "timezone", "user_location", "voice");
        // widespread extensions
        words.fields("best_of", "chat_template", "documents", "extra_body", "ignore_eos", "min_p", "min_tokens",
                "prompt", "repetition_penalty", "thinking", "top_k", "stop_token_ids", "allowed_token_ids");
        words.fields(SchemaWords.LOWER_CASE);
    }

    private static void constants(VocabularyBuilder words) {
        words.constants("role", "system", "developer", "user", "assistant", "tool", "function")
                .constants("type", "text", "image_url", "input_audio", "file", "refusal", "function", "custom",
                        "json_schema", "json_object", "grammar", "content", "approximate", "ephemeral",
                        "allowed_tools", "video_url", "audio_url", "enabled", "disabled")
                .constants("type", SchemaWords.TYPES)
                .constants("detail", "auto", "low", "high")
                .constants("format", "wav", "mp3", "aac", "flac", "opus", "pcm16")
                .constants("format", SchemaWords.FORMATS)
                .constants("mode", CHOICES)
                .constants("tool_choice", CHOICES)
                .constants("function_call", CHOICES)
                .constants("syntax", "lark", "regex")
                .constants("service_tier", "auto", "default", "flex", "scale", "priority")
                .constants("reasoning_effort", "none", "minimal", "low", "medium", "high", "xhigh")
                .constants("verbosity", "low", "medium", "high")
                .constants("search_context_size", "low", "medium", "high")
                .constants("modalities", "text", "audio");
    }

    private static Content data(String ownerField, JsonObject owner) {
        return ownerField.equals("input_audio") || ownerField.equals("audio") ? Content.FILE : Content.TEXT;
    }

    /** What a model said before stands in a conversation as the name of a recording. */
    private static Content id(String ownerField, JsonObject owner) {
        return ownerField.equals("audio") ? Content.RECORDING_ID : Content.TEXT;
    }
}
