package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OpenAI's Realtime (API reference, "Client events", "Server events"): every event has a type, every response an id. */
final class RealtimeForm extends SessionForm {
    static final RealtimeForm REALTIME = new RealtimeForm();

    private static final Set<String> WORDS = Set.of("type", "response.id", "error.event_id");
    private static final Set<String> USAGE = Set.of("response.usage.", "usage.");

    private RealtimeForm() {
        super(new UsageFields("usage", List.of(List.of("input_tokens")), List.of(List.of("output_tokens")),
                new UsageFields.Details(List.of("input_token_details.cached_tokens"), List.of(), List.of("seconds"))),
                Set.of("delta"));
    }

    @Override
    public boolean namesModelLater() {
        return false;
    }

    @Override
    SessionEvent asked(JsonObject event) {
        String type = string(event, "type");
        String model = event.get("session").orElse(null) instanceof JsonObject session ? string(session, "model") : "";
        return new SessionEvent(string(event, "event_id"), model, type.equals("response.create"), false,
                type.equals("input_audio_buffer.append"));
    }

    @Override
    boolean wanted(String path) {
        return WORDS.contains(path) || USAGE.stream().anyMatch(path::startsWith);
    }

    @Override
    Set<String> usagePaths() {
        return USAGE;
    }

    @Override
    ServerEvent.Kind kind(Map<String, String> told, boolean said) {
        String type = told.getOrDefault("type", "");
        return switch (type) {
            case "response.created" -> ServerEvent.Kind.BEGINS;
            case "response.done" -> ServerEvent.Kind.ENDS;
            case "response.output_audio.delta", "response.audio.delta" -> ServerEvent.Kind.SPEAKS;
            case "conversation.item.input_audio_transcription.completed" -> ServerEvent.Kind.TRANSCRIBES;
            case "error" -> ServerEvent.Kind.FAILS;
            default -> type.startsWith("response.") && type.endsWith(".delta")
                    ? ServerEvent.Kind.SAYS
                    : ServerEvent.Kind.OTHER;
        };
    }
}
