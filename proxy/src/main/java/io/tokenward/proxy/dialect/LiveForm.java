package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gemini's Live API (https://ai.google.dev/api/live): a message is told by the one member that it has; the first names the model.
 * Turns have no ids: one begins with what the model says and ends where the endpoint says so.
 */
final class LiveForm extends SessionForm {
    static final LiveForm LIVE = new LiveForm();

    private static final String COMPLETE = "serverContent.turnComplete";
    private static final Set<String> SPOKEN = Set.of("serverContent.modelTurn.parts.inlineData.mimeType");
    /** What the caller spoke, written down: it was counted as input when it came. */
    private static final Set<String> HEARD = Set.of("inputTranscription");
    private static final String CALLED = "toolCall.functionCalls.name";
    private static final Set<String> USAGE = Set.of("usageMetadata.");

    private LiveForm() {
        super(new UsageFields("usageMetadata",
                List.of(List.of("promptTokenCount"), List.of("toolUsePromptTokenCount")),
                List.of(List.of("responseTokenCount", "candidatesTokenCount"), List.of("thoughtsTokenCount")),
                new UsageFields.Details(List.of("cachedContentTokenCount"), List.of("thoughtsTokenCount"), List.of())),
                Set.of("text", "code"));
    }

    @Override
    public boolean namesModelLater() {
        return true;
    }

    @Override
    SessionEvent asked(JsonObject event) {
        String model = event.get("setup").orElse(null) instanceof JsonObject setup ? string(setup, "model") : "";
        JsonObject content = member(event, "clientContent", "client_content");
        boolean turn = content != null && (isTrue(content, "turnComplete") || isTrue(content, "turn_complete"));
        // What a tool brings belongs to the turn that called it, which is complete when its words are.
        boolean result = member(event, "toolResponse", "tool_response") != null;
        JsonObject input = member(event, "realtimeInput", "realtime_input");
        boolean recording = input != null && input.get("text").isEmpty();
        return new SessionEvent("", model.startsWith("models/") ? model.substring("models/".length()) : model,
                turn || result, result && !turn, recording);
    }

    private static @org.jspecify.annotations.Nullable JsonObject member(JsonObject event, String camel, String snake) {
        return event.get(camel).or(() -> event.get(snake)).orElse(null) instanceof JsonObject found ? found : null;
    }

    @Override
    Set<String> heard() {
        return HEARD;
    }

    @Override
    boolean wanted(String path) {
        return path.equals(COMPLETE) || path.equals(CALLED) || SPOKEN.contains(path)
                || path.startsWith("usageMetadata.");
    }

    @Override
    Set<String> usagePaths() {
        return USAGE;
    }

    @Override
    ServerEvent.Kind kind(Map<String, String> told, boolean said) {
        if (told.getOrDefault(COMPLETE, "").equals("true")) return ServerEvent.Kind.COMPLETES;
        if (SPOKEN.stream().anyMatch(told::containsKey)) return ServerEvent.Kind.SPEAKS_ON;
        return said || told.containsKey(CALLED) ? ServerEvent.Kind.SAYS_ON : ServerEvent.Kind.OTHER;
    }
}
