package io.tokenward.proxy.dialect;

import java.util.Set;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The words of Gemini, each in camelCase and in snake_case. */
final class GeminiWords {
    static final Vocabulary ALL = words().build();

    private static final Set<String> FILES = Set.of("inlineData", "inline_data", "mediaChunks", "media_chunks", "audio",
            "video");

    /** Messages of sessions (Live API). */
    static final Vocabulary LIVE = words()
            .fields("setup", "clientContent", "turns", "turnComplete", "realtimeInput", "mediaChunks", "audio", "video",
                    "audioStreamEnd", "activityStart", "activityEnd", "toolResponse", "functionResponses",
                    "realtimeInputConfig", "automaticActivityDetection", "disabled", "startOfSpeechSensitivity",
                    "endOfSpeechSensitivity", "prefixPaddingMs", "silenceDurationMs", "activityHandling",
                    "turnCoverage", "sessionResumption", "handle", "transparent", "contextWindowCompression",
                    "triggerTokens", "slidingWindow", "targetTokens", "inputAudioTranscription",
                    "outputAudioTranscription", "languageCodes", "proactivity", "proactiveAudio", "historyConfig",
                    "initialHistoryInClientContent")
            .content((owner, _) -> FILES.contains(owner) ? Content.FILE : Content.TEXT, "data")
            // What was said before, which the endpoint keeps.
            .content(Content.STORED_ID, "handle")
            .turns("turns")
            .within(Role.TOOL_RESULT, "functionResponses")
            .build();

    private GeminiWords() {}

    private static VocabularyBuilder words() {
        var words = new VocabularyBuilder().bothSpellings();
        fields(words);
        constants(words);
        return words
                .freeForm("parameters", "parametersJsonSchema", "responseJsonSchema", "responseSchema", "schema",
                        "args", "labels", "partMetadata", "responseFormat")
                .content(GeminiWords::data, "data")
                .content(Content.LINK, "fileUri", "uri")
                .content(Content.SEALED, "thoughtSignature")
                .content(Content.STORED_ID, "cachedContent")
                .content(Content.FILE_ID, "fileName", "fileSearchStoreNames")
                .turns("contents", "content")
                .speakers(Role.ASSISTANT, "model")
                .speakers(Role.TOOL_RESULT, "function", "tool")
                .speakers(Role.SYSTEM, "system")
                .within(Role.SYSTEM, "systemInstruction")
                .within(Role.TOOL_RESULT, "functionResponse", "codeExecutionResult", "toolResponse")
                .within(Role.ASSISTANT, "functionCall", "executableCode", "toolCall")
                .within(Role.TOOL_DEFINITION, "tools", "toolConfig", "responseSchema", "responseJsonSchema")
                .within(Role.METADATA, "labels", "stopSequences", "safetySettings", "cachedContent");
    }

    /** Everything that came inline is a file. */
    private static Content data(String ownerField, JsonObject owner) {
        return ownerField.equals("inlineData") || ownerField.equals("inline_data") ? Content.FILE : Content.TEXT;
    }

    private static void fields(VocabularyBuilder words) {
        words.fields("cachedContent", "content", "contents", "generateContentRequest", "generationConfig", "instances",
                "labels", "model", "outputDimensionality", "requests", "safetySettings", "serviceTier", "store",
                "systemInstruction", "taskType", "title", "toolConfig", "tools", "batch", "inputConfig", "request",
                "metadata", "key", "priority");
        // contents and their parts
        words.fields("args", "code", "codeExecutionResult", "data", "displayName", "endOffset", "executableCode",
                "fileData", "fileUri", "fps", "functionCall", "functionResponse", "id", "inlineData", "language",
                "mimeType", "name", "outcome", "output", "partMetadata", "parts", "response", "role", "scheduling",
                "startOffset", "text", "thought", "thoughtSignature", "toolCall", "toolResponse", "videoMetadata",
                "willContinue", "mediaResolution", "level");
        // tools
        words.fields("allowedFunctionNames", "behavior", "codeExecution", "computerUse", "dynamicRetrievalConfig",
                "dynamicThreshold", "enterpriseWebSearch", "environment", "excludedPredefinedFunctions",
                "fileSearch", "fileSearchStoreNames", "functionCallingConfig", "functionDeclarations", "googleMaps",
                "googleSearch", "googleSearchRetrieval", "headers", "languageCode", "latLng", "latitude", "longitude",
                "mcpServers", "metadataFilter", "mode", "parameters", "parametersJsonSchema", "ragResources",
                "ragCorpus", "retrieval", "retrievalConfig", "streamableHttpTransport", "url", "urlContext",
                "vertexRagStore", "vertexAiSearch", "datastore", "description", "similarityTopK", "topK",
                "excludeDomains", "fileName", "uri");
        // generation
        words.fields("audioTimestamp", "candidateCount", "enableAffectiveDialog", "enableEnhancedCivicAnswers",
                "frequencyPenalty", "imageConfig", "aspectRatio", "imageSize", "includeThoughts", "logprobs",
                "maxOutputTokens", "mediaResolution", "prebuiltVoiceConfig", "presencePenalty", "responseFormat",
                "responseJsonSchema", "responseLogprobs", "responseMimeType", "responseModalities", "responseSchema",
                "routingConfig", "seed", "speechConfig", "stopSequences", "temperature", "thinkingBudget",
                "thinkingConfig", "thinkingLevel", "topP", "voiceConfig", "voiceName", "category", "threshold",
                "method", "multiSpeakerVoiceConfig", "speakerVoiceConfigs", "speaker");
        words.fields(SchemaWords.LOWER_CASE);
        words.fields("anyOf", "maxItems", "minItems", "propertyOrdering", "nullable", "example");
    }

    private static void constants(VocabularyBuilder words) {
        words.constants("role", "user", "model", "function", "system", "tool")
                .constants("type", SchemaWords.TYPES)
                .constants("type", "OBJECT", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "NULL")
                .constants("format", SchemaWords.FORMATS)
                .constants("mode", "AUTO", "ANY", "NONE", "VALIDATED", "MODE_UNSPECIFIED", "MODE_DYNAMIC")
                .constants("mimeType", "image/png", "image/jpeg", "image/webp", "application/pdf", "text/plain",
                        "audio/wav", "audio/mp3", "video/mp4", "application/json")
                .constants("responseMimeType", "application/json", "text/plain", "text/x.enum")
                .constants("responseModalities", "TEXT", "IMAGE", "AUDIO")
                .constants("language", "PYTHON", "LANGUAGE_UNSPECIFIED")
                .constants("outcome", "OUTCOME_OK", "OUTCOME_FAILED", "OUTCOME_DEADLINE_EXCEEDED")
                .constants("thinkingLevel", "LOW", "MEDIUM", "HIGH", "MINIMAL", "low", "medium", "high", "minimal")
                .constants("taskType", "RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY",
                        "CLASSIFICATION", "CLUSTERING", "QUESTION_ANSWERING", "FACT_VERIFICATION",
                        "CODE_RETRIEVAL_QUERY")
                .constants("category", "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH",
                        "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT",
                        "HARM_CATEGORY_CIVIC_INTEGRITY")
                .constants("threshold", "BLOCK_NONE", "BLOCK_ONLY_HIGH", "BLOCK_MEDIUM_AND_ABOVE",
                        "BLOCK_LOW_AND_ABOVE", "OFF", "HARM_BLOCK_THRESHOLD_UNSPECIFIED");
    }
}
