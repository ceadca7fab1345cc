package io.tokenward.proxy.dialect;

/** Meters of a dialect's main operation. */
final class TestMeters {
    private TestMeters() {}

    static UsageMeter plain(String dialect) {
        return of(dialect, "application/json");
    }

    static UsageMeter streamed(String dialect) {
        return of(dialect, "text/event-stream");
    }

    private static UsageMeter of(String name, String mediaType) {
        Dialect dialect = Dialects.named(name).orElseThrow();
        String path = name.equals("openai") ? "/v1/chat/completions" : "/v1/messages";
        return of(dialect, dialect.operation("POST", path).orElseThrow(), mediaType);
    }

    static UsageMeter of(Dialect dialect, Operation operation, String mediaType) {
        return dialect.meter(operation, AnswerHead.of(mediaType));
    }

    /** Without the parts that only some answers tell. */
    static Usage totals(Usage usage) {
        return new Usage(usage.inputTokens(), usage.outputTokens());
    }
}
