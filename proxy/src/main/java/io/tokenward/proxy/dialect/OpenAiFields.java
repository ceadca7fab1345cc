package io.tokenward.proxy.dialect;

import java.util.Map;
import java.util.Set;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.problem.Denied;

/** The words of Chat Completions. */
final class OpenAiFields implements Vocabulary {
    static final OpenAiFields INSTANCE = new OpenAiFields();

    /** Names below these members are the caller's own; no server matches them without case. */
    private static final Set<String> FREE_FORM = Set.of("parameters", "schema", "metadata", "logit_bias", "arguments",
            "chat_template_kwargs");

    private static final Set<String> KNOWN = Set.of(
            // the request
            "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
            "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model", "n",
            "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_retention",
            "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store",
            "stream", "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user",
            "verbosity", "web_search_options",
            // messages and their parts
            "content", "data", "detail", "file", "file_data", "file_id", "filename", "format", "image_url",
            "input_audio", "name", "reasoning_content", "refusal", "role", "text", "tool_call_id", "tool_calls",
            "type", "url", "video_url", "audio_url", "cache_control",
            // tools and formats
            "allowed_tools", "arguments", "custom", "definition", "description", "function", "grammar", "id", "input",
            "json_schema", "mode", "parameters", "schema", "strict", "syntax",
            // options
            "approximate", "city", "country", "include_obfuscation", "include_usage", "region", "search_context_size",
            "timezone", "user_location", "voice",
            // widespread extensions
            "best_of", "chat_template", "documents", "extra_body", "ignore_eos", "min_p", "min_tokens", "prompt",
            "repetition_penalty", "thinking", "top_k",
            // JSON Schema
            "$ref", "$schema", "anyof", "default", "enum", "items", "maximum", "minimum", "oneof", "pattern",
            "properties", "required", "title");

    private static final FieldNames NAMES = new FieldNames(KNOWN, FREE_FORM);

    private static final Set<String> CHOICES = Set.of("auto", "none", "required", "any");
    private static final Map<String, Set<String>> CONSTANTS = Map.ofEntries(
            Map.entry("role", Set.of("system", "developer", "user", "assistant", "tool", "function")),
            Map.entry("type", Set.of("text", "image_url", "input_audio", "file", "refusal", "function", "custom",
                    "json_schema", "json_object", "grammar", "content", "approximate", "ephemeral", "allowed_tools",
                    "video_url", "audio_url", "enabled", "disabled",
                    "object", "string", "number", "integer", "boolean", "array", "null")),
            Map.entry("detail", Set.of("auto", "low", "high")),
            Map.entry("format", Set.of("wav", "mp3", "aac", "flac", "opus", "pcm16", "date", "time", "date-time",
                    "email", "uri", "uuid", "int32", "int64", "float", "double")),
            Map.entry("mode", CHOICES),
            Map.entry("tool_choice", CHOICES),
            Map.entry("function_call", CHOICES),
            Map.entry("syntax", Set.of("lark", "regex")),
            Map.entry("service_tier", Set.of("auto", "default", "flex", "scale", "priority")),
            Map.entry("reasoning_effort", Set.of("none", "minimal", "low", "medium", "high", "xhigh")),
            Map.entry("verbosity", Set.of("low", "medium", "high")),
            Map.entry("search_context_size", Set.of("low", "medium", "high")),
            Map.entry("modalities", Set.of("text", "audio")));

    private static final Set<String> AUDIO = Set.of("input_audio", "audio");
    private static final Set<String> LINKS = Set.of("url", "image_url", "video_url", "audio_url");

    private OpenAiFields() {}

    @Override
    public FieldNames names() {
        return NAMES;
    }

    @Override
    public boolean isField(String name) {
        return KNOWN.contains(name) || SchemaWords.MIXED_CASE.contains(name);
    }

    @Override
    public boolean isConstant(String field, String text) {
        return CONSTANTS.getOrDefault(field, Set.of()).contains(text);
    }

    @Override
    public Content content(String ownerField, JsonObject owner, String field) {
        if (field.equals("file_data") || field.equals("data") && AUDIO.contains(ownerField)) return Content.FILE;
        if (LINKS.contains(field)) return Content.LINK;
        return field.equals("file_id") ? Content.REFERENCE : Content.TEXT;
    }

    @Override
    public Role roleWithin(JsonObject object, Role role) {
        return role;
    }

    @Override
    public long maxOutputTokens(RequestFields fields) throws Denied {
        long limit = Math.max(fields.integer("max_completion_tokens", 0, -1), fields.integer("max_tokens", 0, -1));
        long answers = fields.integer("n", 1, 1);
        return limit < 0 ? -1 : limit * answers;
    }

    @Override
    public Role roleOf(String member) {
        return switch (member) {
            case "tools", "functions", "tool_choice", "function_call", "response_format" -> Role.TOOL_DEFINITION;
            case "prediction" -> Role.ASSISTANT;
            case "documents" -> Role.DOCUMENT;
            case "metadata", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "stop",
                    "service_tier", "web_search_options", "reasoning_effort", "verbosity", "modalities", "audio",
                    "logit_bias", "stream_options" ->
                Role.METADATA;
            default -> Role.USER;
        };
    }

    @Override
    public Role roleOfMessage(String role) {
        return switch (role) {
            case "system", "developer" -> Role.SYSTEM;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL_RESULT;
            default -> Role.USER;
        };
    }
}
