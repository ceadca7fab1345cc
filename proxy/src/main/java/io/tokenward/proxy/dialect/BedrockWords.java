package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The words of Bedrock's Converse, and those of the models' own APIs behind Invoke. */
final class BedrockWords {
    static final Vocabulary CONVERSE = converse();

    /** The body is that of the model's provider. */
    static final Vocabulary INVOKE = AnthropicWords.messages()
            .fields("anthropic_version", "anthropic_beta", "prompt", "max_gen_len", "inputText", "texts",
                    "images", "input_type", "documents", "query", "message", "chat_history", "preamble",
                    "max_tokens_to_sample", "n", "stop", "tool_calls", "function", "arguments", "parameters",
                    "tool_call_id", "image_url", "response_format", "search_queries_only", "truncate")
            .freeForm("additionalModelRequestFields", "arguments", "parameters", "json")
            .content(Content.LINK, "image_url")
            .tokenIds("prompt")
            .turns("messages", "chat_history")
            .speakers(Role.TOOL_RESULT, "tool")
            .constants("role", "tool")
            .members(Role.SYSTEM, "preamble", "system")
            .members(Role.DOCUMENT, "documents")
            .build();

    private BedrockWords() {}

    private static Vocabulary converse() {
        return new VocabularyBuilder()
                .fields("messages", "system", "inferenceConfig", "toolConfig", "guardrailConfig",
                        "additionalModelRequestFields", "additionalModelResponseFieldPaths", "promptVariables",
                        "requestMetadata", "performanceConfig", "outputConfig", "serviceTier", "input", "converse",
                        "invokeModel", "body")
                .fields("role", "content", "text", "image", "video", "audio", "document", "format", "source", "bytes",
                        "s3Location", "uri", "bucketOwner", "name", "context", "citations", "enabled", "toolUse",
                        "toolUseId", "toolResult", "json", "status", "type", "guardContent", "qualifiers",
                        "cachePoint", "ttl", "reasoningContent", "reasoningText", "signature", "redactedContent",
                        "citationsContent", "title", "location", "sourceContent", "searchResult", "web", "url",
                        "domain", "documentChar", "documentPage", "documentChunk", "documentIndex", "start", "end")
                .fields("tools", "toolSpec", "description", "inputSchema", "toolChoice", "auto", "any", "tool",
                        "systemTool", "strict", "maxTokens", "temperature", "topP", "stopSequences",
                        "guardrailIdentifier", "guardrailVersion", "trace", "streamProcessingMode", "latency",
                        "textFormat", "structure", "jsonSchema", "schema")
                .freeForm("json", "additionalModelRequestFields", "requestMetadata", "promptVariables")
                .constants("role", "user", "assistant")
                .constants("format", "png", "jpeg", "gif", "webp", "pdf", "csv", "doc", "docx", "xls", "xlsx", "html",
                        "txt", "md", "mp4", "mov", "mp3", "wav")
                .constants("status", "success", "error")
                .constants("type", "default", "json_schema", "priority", "flex")
                .constants("trace", "enabled", "disabled", "enabled_full")
                .constants("latency", "standard", "optimized")
                .constants("qualifiers", "grounding_source", "query", "guard_content")
                .content(Content.FILE, "bytes", "body")
                .content(Content.SEALED, "signature", "redactedContent")
                .content(BedrockWords::uri, "uri")
                .turns("messages")
                .speakers(Role.ASSISTANT, "assistant")
                .speakers(Role.SYSTEM, "system")
                .members(Role.SYSTEM, "system")
                .members(Role.TOOL_DEFINITION, "toolConfig", "outputConfig")
                .members(Role.METADATA, "inferenceConfig", "guardrailConfig", "requestMetadata", "performanceConfig",
                        "serviceTier", "additionalModelResponseFieldPaths")
                .within(Role.TOOL_RESULT, "toolResult")
                .within(Role.DOCUMENT, "document", "searchResult")
                .build();
    }

    /** Files of one's own bucket, which the endpoint reads. */
    private static Content uri(String ownerField, JsonObject owner) {
        return ownerField.equals("s3Location") ? Content.FILE_ID : Content.TEXT;
    }
}
