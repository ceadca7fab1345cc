package io.tokenward.proxy.dialect;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.problem.Denied;

/** The words of the Messages API. */
final class AnthropicFields implements Vocabulary {
    static final AnthropicFields INSTANCE = new AnthropicFields();

    /** Names below these members are the caller's own; no server matches them without case. */
    private static final Set<String> FREE_FORM = Set.of("input", "input_schema", "input_examples", "schema",
            "metadata");

    private static final Set<String> KNOWN = both(SchemaWords.LOWER_CASE, Set.of(
            // the request
            "cache_control", "container", "context_management", "diagnostics", "inference_geo", "max_tokens",
            "mcp_servers", "messages", "metadata", "model", "output_config", "output_format", "service_tier", "speed",
            "stop_sequences", "stream", "system", "temperature", "thinking", "thread", "tool_choice", "tools", "top_k",
            "top_p", "user_id",
            // messages and their parts
            "caller", "cited_text", "citations", "content", "context", "data", "document_index", "document_title",
            "encrypted_content", "encrypted_index", "end_block_index", "end_char_index", "end_page_number",
            "error_code", "error_message", "file_id", "filename", "id", "input", "is_error", "media_type", "name",
            "page_age", "return_code", "role", "search_result_index", "signature", "source", "start_block_index",
            "start_char_index", "start_page_number", "stderr", "stdout", "text", "tool_name", "tool_references",
            "tool_use_id", "url", "server_name", "file_type", "lines", "new_lines", "new_start", "num_lines",
            "old_lines", "old_start", "start_line", "total_lines", "is_file_update", "retrieved_at",
            // tools and options
            "allowed_callers", "allowed_domains", "allowed_tools", "authorization_token", "blocked_domains",
            "budget_tokens", "city", "clear_at_least", "configs", "country", "default_config", "defer_loading",
            "disable_parallel_tool_use", "display", "display_height_px", "display_number", "display_width_px",
            "edits", "effort", "enable_zoom", "enabled", "exclude_tools", "input_examples", "input_schema",
            "instructions", "keep", "max_characters", "max_content_tokens", "max_uses", "mcp_server_name",
            "pause_after_compaction", "previous_message_id", "region", "schema", "skill_id", "skills", "strict",
            "timezone", "tool_configuration", "trigger", "ttl", "use_cache", "user_location", "value", "version"));

    private static final FieldNames NAMES = new FieldNames(KNOWN, FREE_FORM);

    private static final Map<String, Set<String>> CONSTANTS = Map.ofEntries(
            Map.entry("role", Set.of("user", "assistant", "system")),
            Map.entry("type", both(SchemaWords.TYPES, Set.of("text", "image", "document", "search_result", "thinking",
                    "redacted_thinking", "tool_use", "tool_result", "tool_reference", "server_tool_use",
                    "web_search_tool_result", "web_search_result", "web_fetch_tool_result", "web_fetch_result",
                    "code_execution_tool_result", "code_execution_result", "bash_code_execution_tool_result",
                    "bash_code_execution_result", "text_editor_code_execution_tool_result", "container_upload",
                    "mcp_tool_use", "mcp_tool_result", "mcp_toolset", "compaction", "base64", "url", "file", "content",
                    "ephemeral", "custom", "auto", "any", "tool", "none", "enabled", "disabled", "adaptive",
                    "json_schema", "approximate", "char_location", "page_location", "content_block_location",
                    "web_search_result_location", "search_result_location", "direct"))),
            Map.entry("media_type", Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf",
                    "text/plain")),
            Map.entry("format", SchemaWords.FORMATS),
            Map.entry("ttl", Set.of("5m", "1h")),
            Map.entry("effort", Set.of("low", "medium", "high", "xhigh", "max")),
            Map.entry("service_tier", Set.of("auto", "standard_only")));

    private static final Set<String> SEALED = Set.of("signature", "encrypted_content", "encrypted_index");
    private static final Set<String> RESULTS = Set.of("tool_result", "mcp_tool_result", "code_execution_result",
            "bash_code_execution_result");

    private AnthropicFields() {}

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }

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

    /** {@code data} is base64 only where its source says so; what the provider sealed is base64 that only it can read. */
    @Override
    public Content content(String ownerField, JsonObject owner, String field) {
        if (SEALED.contains(field)) return Content.FILE;
        return switch (field) {
            case "data" -> {
                String type = type(owner);
                yield type.equals("base64") || type.equals("redacted_thinking") ? Content.FILE : Content.TEXT;
            }
            // Addresses elsewhere, in search results or of servers, are nothing that the endpoint reads for the model.
            case "url" -> ownerField.equals("source") ? Content.LINK : Content.TEXT;
            case "file_id", "previous_message_id" -> Content.REFERENCE;
            default -> Content.TEXT;
        };
    }

    @Override
    public Role roleOf(String member) {
        return switch (member) {
            case "system" -> Role.SYSTEM;
            case "tools", "tool_choice", "output_config", "output_format" -> Role.TOOL_DEFINITION;
            case "mcp_servers", "container", "context_management", "metadata", "stop_sequences", "thinking", "thread",
                    "diagnostics", "service_tier", "speed", "inference_geo" ->
                Role.METADATA;
            default -> Role.USER;
        };
    }

    @Override
    public Role roleOfMessage(String role) {
        return switch (role) {
            case "system" -> Role.SYSTEM;
            case "assistant" -> Role.ASSISTANT;
            default -> Role.USER;
        };
    }

    /** Parts say themselves what they hold: whoever sends a document or a result passes somebody else's words on. */
    @Override
    public Role roleWithin(JsonObject object, Role role) {
        String type = type(object);
        if (RESULTS.contains(type) || type.endsWith("_tool_result")) return Role.TOOL_RESULT;
        return type.equals("document") || type.equals("search_result") ? Role.DOCUMENT : role;
    }

    @Override
    public long maxOutputTokens(RequestFields fields) throws Denied {
        return fields.integer("max_tokens", 0, -1);
    }

    private static String type(JsonObject object) {
        return object.get("type").orElse(null) instanceof JsonString type ? type.text() : "";
    }
}
