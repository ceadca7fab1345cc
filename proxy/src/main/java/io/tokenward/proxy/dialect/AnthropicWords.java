package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The words of the Messages API. */
final class AnthropicWords {
    static final Vocabulary MESSAGES = messages().build();

    private AnthropicWords() {}

    static VocabularyBuilder messages() {
        var words = new VocabularyBuilder();
        fields(words);
        constants(words);
        return words.freeForm("input", "input_schema", "input_examples", "schema", "metadata")
                .content(AnthropicWords::data, "data")
                // Addresses elsewhere, such as in search results, are nothing that the endpoint goes to.
                .content((owner, _) -> owner.equals("source") || owner.equals("mcp_servers")
                        ? Content.LINK
                        : Content.TEXT, "url")
                .content(Content.SEALED, "signature", "encrypted_content", "encrypted_index")
                .content(Content.FILE_ID, "file_id")
                .content(Content.STORED_ID, "previous_message_id", "container", "thread")
                .content((owner, _) -> owner.equals("container") || owner.equals("thread")
                        ? Content.STORED_ID
                        : Content.TEXT, "id")
                // Skills of the provider itself are no secret; others were uploaded, and are prompts.
                .content((_, owner) -> Content.string(owner, "type").equals("anthropic")
                        ? Content.TEXT
                        : Content.STORED_ID, "skill_id")
                .turns("messages")
                .speakers(Role.SYSTEM, "system")
                .speakers(Role.ASSISTANT, "assistant")
                .types(Role.TOOL_RESULT, "tool_result", "mcp_tool_result", "code_execution_result",
                        "bash_code_execution_result")
                .typesEnding(Role.TOOL_RESULT, "_tool_result")
                .types(Role.DOCUMENT, "document", "search_result")
                .members(Role.SYSTEM, "system")
                .members(Role.TOOL_DEFINITION, "tools", "tool_choice", "output_config", "output_format")
                .members(Role.METADATA, "mcp_servers", "container", "context_management", "metadata",
                        "stop_sequences", "thinking", "thread", "diagnostics", "service_tier", "speed",
                        "inference_geo", "custom_id");
    }

    /** {@code data} is base64 only where its source says so; what the provider sealed is base64 that only it can read. */
    private static Content data(String ownerField, JsonObject owner) {
        return switch (Content.string(owner, "type")) {
            case "base64" -> Content.FILE;
            case "redacted_thinking" -> Content.SEALED;
            default -> Content.TEXT;
        };
    }

    private static void fields(VocabularyBuilder words) {
        words.fields(SchemaWords.LOWER_CASE);
        // the request
        words.fields("cache_control", "container", "context_management", "diagnostics", "inference_geo", "max_tokens",
                "mcp_servers", "messages", "metadata", "model", "output_config", "output_format", "service_tier",
                "speed", "stop_sequences", "stream", "system", "temperature", "thinking", "thread", "tool_choice",
                "tools", "top_k", "top_p", "user_id", "custom_id", "params", "requests");
        // messages and their parts
        words.fields("caller", "cited_text", "citations", "content", "context", "data", "document_index",
                "document_title", "encrypted_content", "encrypted_index", "end_block_index", "end_char_index",
                "end_page_number", "error_code", "error_message", "file_id", "filename", "id", "input", "is_error",
                "media_type", "name", "page_age", "return_code", "role", "search_result_index", "signature", "source",
                "start_block_index", "start_char_index", "start_page_number", "stderr", "stdout", "text", "tool_name",
                "tool_references", "tool_use_id", "url", "server_name", "file_type", "lines", "new_lines",
                "new_start", "num_lines", "old_lines", "old_start", "start_line", "total_lines", "is_file_update",
                "retrieved_at");
        // tools and options
        words.fields("allowed_callers", "allowed_domains", "allowed_tools", "authorization_token", "blocked_domains",
                "budget_tokens", "city", "clear_at_least", "configs", "country", "default_config", "defer_loading",
                "disable_parallel_tool_use", "display", "display_height_px", "display_number", "display_width_px",
                "edits", "effort", "enable_zoom", "enabled", "exclude_tools", "input_examples", "input_schema",
                "instructions", "keep", "max_characters", "max_content_tokens", "max_uses", "mcp_server_name",
                "pause_after_compaction", "previous_message_id", "region", "schema", "skill_id", "skills", "strict",
                "timezone", "tool_configuration", "trigger", "ttl", "use_cache", "user_location", "value", "version");
    }

    private static void constants(VocabularyBuilder words) {
        words.constants("role", "user", "assistant", "system")
                .constants("type", SchemaWords.TYPES)
                .constants("type", "text", "image", "document", "search_result", "thinking", "redacted_thinking",
                        "tool_use", "tool_result", "tool_reference", "server_tool_use", "web_search_tool_result",
                        "web_search_result", "web_fetch_tool_result", "web_fetch_result",
                        "code_execution_tool_result", "code_execution_result", "bash_code_execution_tool_result",
                        "bash_code_execution_result", "text_editor_code_execution_tool_result", "container_upload",
                        "mcp_tool_use", "mcp_tool_result", "mcp_toolset", "compaction", "base64", "url", "file",
                        "content", "ephemeral", "custom", "auto", "any", "tool", "none", "enabled", "disabled",
                        "adaptive", "json_schema", "approximate", "char_location", "page_location",
                        "content_block_location", "web_search_result_location", "search_result_location", "direct")
                .constants("media_type", "image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf",
                        "text/plain")
                .constants("format", SchemaWords.FORMATS)
                .constants("ttl", "5m", "1h")
                .constants("effort", "low", "medium", "high", "xhigh", "max")
                .constants("service_tier", "auto", "standard_only");
    }
}
