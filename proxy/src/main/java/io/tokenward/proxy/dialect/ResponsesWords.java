package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The words of OpenAI's Responses: a conversation is a list of items of many types, each of which says what it is. */
final class ResponsesWords {
    static final Vocabulary ALL = words().build();

    private ResponsesWords() {}

    /** The words of Responses, for an API that has others beside. */
    static VocabularyBuilder words() {
        var words = OpenAiWords.chat();
        fields(words);
        return words
                .freeForm("input_schema", "attributes", "env", "variables", "headers", "structured_content")
                .constants("type", "message", "input_text", "output_text", "input_image", "input_file", "function_call",
                        "function_call_output", "custom_tool_call", "custom_tool_call_output", "reasoning",
                        "summary_text", "reasoning_text", "item_reference", "mcp", "mcp_call", "mcp_list_tools",
                        "mcp_approval_request", "mcp_approval_response", "computer_call", "computer_call_output",
                        "computer_screenshot", "local_shell", "local_shell_call", "local_shell_call_output", "shell",
                        "shell_call", "shell_call_output", "apply_patch", "apply_patch_call",
                        "apply_patch_call_output", "code_interpreter", "code_interpreter_call", "file_search",
                        "file_search_call", "web_search", "web_search_call", "web_search_preview",
                        "image_generation", "image_generation_call", "compaction", "computer_use_preview", "exec",
                        "search", "open_page", "find_in_page", "logs", "image", "url_citation", "file_citation",
                        "container_file_citation", "file_path", "auto", "tool_search_call", "tool_search_output",
                        "additional_tools", "program", "program_output", "update_file", "create_file", "delete_file",
                        "exit", "timeout", "click", "double_click", "type", "scroll", "keypress", "wait", "drag",
                        "move", "screenshot", "eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "and", "or",
                        "base64", "compaction_summary", "inline", "skill_reference", "container_reference")
                .constants("status", "in_progress", "completed", "incomplete", "failed", "searching", "interpreting",
                        "generating", "calling")
                .constants("effort", "none", "minimal", "low", "medium", "high", "xhigh")
                .constants("summary", "auto", "concise", "detailed")
                .constants("truncation", "auto", "disabled")
                .constants("require_approval", "always", "never")
                .content(Content.LINK, "file_url", "connector_id")
                .content(Content.FILE_ID, "file_ids", "container_id", "container")
                .content(Content.STORED_ID, "skill_id")
                .content(ResponsesWords::data, "data")
                .content(Content.STORED_ID, "previous_response_id", "conversation", "vector_store_ids")
                .content(Content.SEALED, "encrypted_content")
                .content(Content.FILE, "result")
                .content(ResponsesWords::id, "id")
                .tokenIds("input")
                .turns("input", "items")
                .members(Role.SYSTEM, "instructions")
                .members(Role.USER, "input", "items", "prompt")
                .members(Role.TOOL_DEFINITION, "text")
                .members(Role.METADATA, "include", "reasoning", "truncation", "context_management", "conversation",
                        "previous_response_id")
                .types(Role.TOOL_RESULT, "file_search_call", "web_search_call", "program_output")
                .types(Role.ASSISTANT, "function_call", "custom_tool_call", "reasoning", "mcp_call", "computer_call",
                        "local_shell_call", "shell_call", "apply_patch_call", "code_interpreter_call", "compaction",
                        "output_text")
                .types(Role.TOOL_DEFINITION, "mcp_list_tools", "additional_tools")
                .typesEnding(Role.TOOL_RESULT, "_call_output", "_search_output")
                .within(Role.TOOL_RESULT, "results", "outputs");
    }

    private static void fields(VocabularyBuilder words) {
        // the request
        words.fields("background", "context_management", "conversation", "include", "instructions",
                "max_output_tokens", "max_tool_calls", "previous_response_id", "reasoning", "truncation", "items",
                "effort", "summary", "generate_summary", "variables", "version");
        // items and their parts
        words.fields("acknowledged_safety_checks", "action", "annotations", "approval_request_id", "approve",
                "attributes", "button", "call_id", "code", "command", "commands", "container_id", "diff",
                "encrypted_content", "end_index", "env", "error", "file_url", "items", "keys", "logs", "operation",
                "output", "outputs", "path", "pattern", "pending_safety_checks", "phase", "queries", "query", "reason",
                "result", "results", "score", "scroll_x", "scroll_y", "server_label", "sources", "start_index",
                "status", "stderr", "stdout", "timeout_ms", "user_id", "working_directory", "x", "y",
                "max_output_length",
                "exit_code", "outcome", "namespace", "created_by", "message", "structured_content");
        // tools
        words.fields("allowed_domains", "authorization", "connector_id", "container", "display_height",
                "display_width", "domain", "domain_secrets", "environment", "external_web_access", "file_ids",
                "filters", "headers", "hybrid_search", "input_image_mask", "input_schema", "key", "max_num_results",
                "memory_limit", "network_policy", "ranker", "ranking_options", "read_only", "require_approval",
                "score_threshold", "server_description", "server_url", "skills", "source", "tool_names", "value",
                "vector_store_ids", "always", "never", "defer_loading");
    }

    /** A skill comes as an archive. */
    private static Content data(String ownerField, JsonObject owner) {
        boolean archive = ownerField.equals("source") && Content.string(owner, "type").equals("base64");
        return archive || ownerField.equals("input_audio") ? Content.FILE : Content.TEXT;
    }

    /** An id names what the endpoint keeps in a prompt by reference, in a conversation, and in a reference to an item. */
    private static Content id(String ownerField, JsonObject owner) {
        boolean kept = ownerField.equals("prompt") || ownerField.equals("conversation")
                || Content.string(owner, "type").equals("item_reference");
        return kept ? Content.STORED_ID : Content.TEXT;
    }
}
