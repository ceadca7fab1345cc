package io.tokenward.benchmarks.text;

import java.util.Locale;

/** How a conversation is written in a dialect, so that the same texts can be sent in each. */
public enum Form {
    OPENAI("/v1/chat/completions", "{\"model\":\"MODEL\",\"stream\":STREAM,\"messages\":[SAID_BY_SYSTEM", "assistant",
            "\"content\":\"", "\"}", "]}"),
    RESPONSES("/v1/responses", "{\"model\":\"MODEL\",\"stream\":STREAM,\"instructions\":\"SYSTEM\",\"input\":[GREETING",
            "assistant", "\"content\":\"", "\"}", "]}"),
    ANTHROPIC("/v1/messages",
            "{\"model\":\"MODEL\",\"stream\":STREAM,\"max_tokens\":1000,\"system\":\"SYSTEM\",\"messages\":[GREETING",
            "assistant", "\"content\":\"", "\"}", "]}"),
    GEMINI("/v1beta/models/MODEL:generateContent",
            "{\"systemInstruction\":{\"parts\":[{\"text\":\"SYSTEM\"}]},\"contents\":[GREETING", "model",
            "\"parts\":[{\"text\":\"", "\"}]}", "]}"),
    BEDROCK("/model/MODEL/converse", "{\"system\":[{\"text\":\"SYSTEM\"}],\"messages\":[GREETING", "assistant",
            "\"content\":[{\"text\":\"", "\"}]}", "]}"),
    OLLAMA("/api/chat", "{\"model\":\"MODEL\",\"stream\":STREAM,\"messages\":[SAID_BY_SYSTEM", "assistant",
            "\"content\":\"", "\"}", "]}"),
    COHERE("/v2/chat", "{\"model\":\"MODEL\",\"stream\":STREAM,\"messages\":[SAID_BY_SYSTEM", "assistant",
            "\"content\":\"", "\"}", "]}"),
    DASHSCOPE("/api/v1/services/aigc/text-generation/generation",
            "{\"model\":\"MODEL\",\"input\":{\"messages\":[SAID_BY_SYSTEM", "assistant", "\"content\":\"", "\"}",
            "]}}");

    private static final String SYSTEM = "You are a helpful assistant.";

    private final String path;
    private final String head;
    private final String model;
    private final String content;
    private final String close;
    private final String end;

    Form(String path, String head, String model, String content, String close, String end) {
        this.path = path;
        this.head = head;
        this.model = model;
        this.content = content;
        this.close = close;
        this.end = end;
    }

    /** The word of configurations; Responses is a part of OpenAI's. */
    public String dialect() {
        return this == RESPONSES ? OPENAI.dialect() : name().toLowerCase(Locale.ROOT);
    }

    /** Below which base it is served where several dialects are. */
    public String base() {
        return "/" + dialect();
    }

    /** Where requests for a model go, below the base. */
    public String path(String model) {
        return path.replace("MODEL", model);
    }

    String head(String model, boolean stream) {
        return head.replace("SAID_BY_SYSTEM", "{\"role\":\"system\"," + content + SYSTEM + close)
                .replace("GREETING", "{\"role\":\"user\"," + content + "Good morning." + close)
                .replace("SYSTEM", SYSTEM)
                .replace("MODEL", model)
                .replace("STREAM", Boolean.toString(stream));
    }

    /** What stands before a text of the user, or of the model. */
    String open(boolean byUser) {
        return ",{\"role\":\"" + (byUser ? "user" : model) + "\"," + content;
    }

    String close() {
        return close;
    }

    String end() {
        return end;
    }
}
