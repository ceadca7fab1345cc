package io.tokenward.proxy.dialect;

import java.util.List;
import java.util.Optional;

/** The dialects that are built in. */
public final class Dialects {
    private static final List<Dialect> STANDARD = List.of(
            new OpenAi(),
            new Anthropic(),
            new Azure(),
            new Gemini(),
            new Ollama(),
            new Mistral(),
            new Cohere(),
            new Bedrock(),
            new DeepSeek(),
            new Zhipu(),
            new DashScope(),
            new Ark(),
            new Vllm(),
            new Tgi(),
            new Mcp());

    private Dialects() {}

    /** All of them; the first answers where no route tells which dialect a caller speaks. */
    public static List<Dialect> standard() {
        return STANDARD;
    }

    /** Their names, in the same order. */
    public static List<String> names() {
        return STANDARD.stream().map(Dialect::name).toList();
    }

    /** The dialect of that name. */
    public static Optional<Dialect> named(String name) {
        return STANDARD.stream().filter(dialect -> dialect.name().equals(name)).findFirst();
    }
}
