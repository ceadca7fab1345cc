package io.tokenward.proxy.dialect;

import java.util.List;
import java.util.stream.Stream;

/** One request of every screened operation that has a form of its own. */
final class SampleRequests {
    private static final String LIVE = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
    private static final List<List<String>> ALL = List.of(
            List.of("openai", "/v1/responses", "openai-responses.json"),
            List.of("openai", "/v1/completions", "openai-completions.json"),
            List.of("openai", "/v1/embeddings", "openai-embeddings.json"),
            List.of("openai", "/v1/moderations", "openai-moderations.json"),
            List.of("openai", "/v1/images/generations", "openai-images.json"),
            List.of("openai", "/v1/audio/speech", "openai-speech.json"),
            List.of("openai", "/v1/conversations", "openai-conversations.json"),
            List.of("openai", "/v1/conversations/conv_1/items", "openai-conversations.json"),
            List.of("openai", "/v1/responses/compact", "openai-responses.json"),
            List.of("openai", "/v1/responses/input_tokens", "openai-responses.json"),
            List.of("openai", "/v1/realtime", "openai-realtime-session.json"),
            List.of("openai", "/v1/realtime", "openai-realtime-item.json"),
            List.of("openai", "/v1/realtime", "openai-realtime-response.json"),
            List.of("anthropic", "/v1/messages/batches", "anthropic-batches.json"),
            List.of("anthropic", "/v1/messages/count_tokens", "anthropic-count.json"),
            List.of("azure", "/openai/deployments/gpt-x/chat/completions", "azure-chat.json"),
            List.of("azure", "/openai/v1/responses", "openai-responses.json"),
            List.of("gemini", "/v1beta/models/gemini-x:generateContent", "gemini-generate.json"),
            List.of("gemini", "/v1beta/models/gemini-x:streamGenerateContent", "gemini-snake.json"),
            List.of("gemini", "/v1/projects/p/locations/l/publishers/google/models/g:generateContent",
                    "gemini-generate.json"),
            List.of("gemini", "/v1beta/models/gemini-x:countTokens", "gemini-snake.json"),
            List.of("gemini", "/v1beta/models/gemini-x:embedContent", "gemini-embed.json"),
            List.of("gemini", "/v1beta/models/gemini-x:batchEmbedContents", "gemini-batch-embed.json"),
            List.of("gemini", "/v1beta/cachedContents", "gemini-generate.json"),
            List.of("gemini", LIVE, "gemini-live-setup.json"), List.of("gemini", LIVE, "gemini-live-content.json"),
            List.of("gemini", LIVE, "gemini-live-tool.json"), List.of("gemini", LIVE, "gemini-live-input.json"),
            List.of("vllm", "/v1/realtime", "openai-realtime-session.json"),
            List.of("ollama", "/api/chat", "ollama-chat.json"),
            List.of("ollama", "/api/generate", "ollama-generate.json"),
            List.of("ollama", "/api/embed", "ollama-embed.json"),
            List.of("mistral", "/v1/chat/completions", "mistral-chat.json"),
            List.of("mistral", "/v1/fim/completions", "mistral-fim.json"),
            List.of("mistral", "/v1/ocr", "mistral-ocr.json"),
            List.of("mistral", "/v1/conversations", "mistral-conversations.json"),
            List.of("cohere", "/v2/chat", "cohere-chat.json"),
            List.of("cohere", "/v1/chat", "cohere-chat-v1.json"),
            List.of("cohere", "/v2/embed", "cohere-embed.json"),
            List.of("cohere", "/v2/rerank", "cohere-rerank.json"),
            List.of("bedrock", "/model/us.anthropic.claude%3A0/converse", "bedrock-converse.json"),
            List.of("bedrock", "/model/m/converse-stream", "bedrock-converse.json"),
            List.of("bedrock", "/model/m/invoke", "bedrock-invoke.json"),
            List.of("deepseek", "/chat/completions", "deepseek-chat.json"),
            List.of("deepseek", "/beta/completions", "deepseek-fim.json"),
            List.of("zhipu", "/api/paas/v4/chat/completions", "zhipu-chat.json"),
            List.of("dashscope", "/api/v1/services/aigc/text-generation/generation", "dashscope-generate.json"),
            List.of("dashscope", "/api/v1/services/embeddings/text-embedding/text-embedding", "dashscope-embed.json"),
            List.of("dashscope", "/api/v1/services/rerank/text-rerank/text-rerank", "dashscope-rerank.json"),
            List.of("ark", "/api/v3/chat/completions", "ark-chat.json"),
            List.of("ark", "/api/v3/images/generations", "ark-images.json"),
            List.of("vllm", "/v1/chat/completions", "vllm-chat.json"),
            List.of("vllm", "/v1/completions", "vllm-completions.json"),
            List.of("vllm", "/rerank", "vllm-rerank.json"),
            List.of("vllm", "/tokenize", "vllm-tokenize.json"),
            List.of("mcp", "/mcp", "mcp-call.json"),
            List.of("tgi", "/generate", "tgi-generate.json"),
            List.of("tgi", "/v1/chat/completions", "tgi-chat.json"));

    private SampleRequests() {}

    static Stream<SampleRequest> all() {
        return ALL.stream().map(row -> SampleRequest.of(row.get(0), row.get(1), row.get(2)));
    }
}
