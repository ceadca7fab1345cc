package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Role;

/** The words of the Model Context Protocol: of what a client sends, and of what a server says. */
final class McpWords {
    /** Requests: what a model wants of tools, and what users and models answer a server. */
    static final Vocabulary ASKED = words()
            .within(Role.ASSISTANT, "arguments", "result")
            .within(Role.METADATA, "_meta", "clientInfo", "capabilities")
            .build();

    /** Answers: everything is said by others. */
    static final Vocabulary ANSWERED = words()
            .members(Role.TOOL_RESULT, "result", "error", "params", "method", "id")
            .within(Role.TOOL_DEFINITION, "tools", "prompts", "resourceTemplates", "instructions")
            .within(Role.DOCUMENT, "resource", "contents")
            .build();

    private McpWords() {}

    private static VocabularyBuilder words() {
        return new VocabularyBuilder()
                .fields("jsonrpc", "id", "method", "params", "result", "error", "code", "message", "data", "name",
                        "title", "arguments", "uri", "cursor", "nextCursor", "protocolVersion", "capabilities",
                        "clientInfo", "serverInfo", "version", "instructions", "_meta", "progressToken", "progress",
                        "total", "level", "logger", "requestId", "reason", "ref", "argument", "value", "context")
                .fields("content", "type", "text", "mimeType", "resource", "contents", "blob", "annotations",
                        "audience", "priority", "lastModified", "isError", "structuredContent", "tools",
                        "description", "inputSchema", "outputSchema", "icons", "prompts", "required", "resources",
                        "resourceTemplates", "uriTemplate", "size", "messages", "role", "roots", "completion",
                        "values", "hasMore")
                .fields("systemPrompt", "includeContext", "temperature", "maxTokens", "stopSequences", "metadata",
                        "modelPreferences", "hints", "costPriority", "speedPriority", "intelligencePriority", "model",
                        "stopReason", "requestedSchema", "action", "experimental", "listChanged", "subscribe",
                        "sampling", "elicitation", "logging", "completions", "inputRequests", "inputResponses",
                        "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint", "resultType")
                .freeForm("arguments", "structuredContent", "inputSchema", "outputSchema", "requestedSchema", "_meta",
                        "experimental", "metadata")
                .constants("jsonrpc", "2.0")
                .constants("type", "text", "image", "audio", "resource", "resource_link", "ref/prompt",
                        "ref/resource", "object", "tool_use", "tool_result")
                .constants("role", "user", "assistant")
                .constants("level", "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency")
                .constants("method", "initialize", "notifications/initialized", "ping", "tools/list", "tools/call",
                        "prompts/list", "prompts/get", "resources/list", "resources/read", "resources/templates/list",
                        "resources/subscribe", "resources/unsubscribe", "completion/complete", "logging/setLevel",
                        "roots/list", "sampling/createMessage", "elicitation/create", "notifications/cancelled",
                        "notifications/progress", "notifications/message", "notifications/roots/list_changed",
                        "notifications/tools/list_changed", "notifications/resources/updated",
                        "notifications/resources/list_changed", "notifications/prompts/list_changed")
                .content(Content.FILE, "blob")
                .content((_, owner) -> owner.get("mimeType").isPresent() ? Content.FILE : Content.TEXT, "data");
    }
}
