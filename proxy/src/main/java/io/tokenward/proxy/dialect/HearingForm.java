package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Realtime transcription as vLLM has it (documentation of its entrypoint {@code realtime}): OpenAI's events of the audio buffer, and
 * answers that are a text alone. The model is named by {@code session.update}.
 */
final class HearingForm extends SessionForm {
    static final HearingForm TRANSCRIPTION = new HearingForm();

    private static final Set<String> USAGE = Set.of("usage.");

    private HearingForm() {
        super(new UsageFields("usage", List.of(List.of("prompt_tokens")), List.of(List.of("completion_tokens"))),
                Set.of("delta"));
    }

    @Override
    public boolean namesModelLater() {
        return true;
    }

    @Override
    public boolean failureEnds() {
        return true;
    }

    @Override
    SessionEvent asked(JsonObject event) {
        String type = string(event, "type");
        // The last commit of a recording only says that nothing more comes.
        boolean asks = type.equals("input_audio_buffer.commit") && !isTrue(event, "final");
        return new SessionEvent(string(event, "event_id"), string(event, "model"), asks, false,
                type.equals("input_audio_buffer.append"));
    }

    @Override
    boolean wanted(String path) {
        return path.equals("type") || path.startsWith("usage.");
    }

    @Override
    Set<String> usagePaths() {
        return USAGE;
    }

    @Override
    ServerEvent.Kind kind(Map<String, String> told, boolean said) {
        return switch (told.getOrDefault("type", "")) {
            case "transcription.delta" -> ServerEvent.Kind.SAYS_ON;
            case "transcription.done" -> ServerEvent.Kind.COMPLETES;
            case "error" -> ServerEvent.Kind.FAILS;
            default -> ServerEvent.Kind.OTHER;
        };
    }
}
