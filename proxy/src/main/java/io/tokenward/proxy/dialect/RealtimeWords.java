package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;

/** The words of OpenAI's Realtime events (API reference, "Client events"): items and tools are those of Responses. */
final class RealtimeWords {
    static final Vocabulary ALL = ResponsesWords.words()
            .fields("event_id", "session", "response", "item", "item_id", "previous_item_id", "content_index",
                    "audio_end_ms", "transcript", "input_audio_format", "output_audio_format",
                    "input_audio_transcription",
                    "input_audio_noise_reduction", "turn_detection", "threshold", "prefix_padding_ms",
                    "silence_duration_ms", "idle_timeout_ms", "create_response", "interrupt_response", "eagerness",
                    "max_response_output_tokens", "max_output_tokens", "output_modalities", "tracing", "workflow_name",
                    "group_id", "rate", "transcription", "noise_reduction", "language", "delay", "client_secret",
                    "expires_after", "anchor", "seconds", "token_limits", "post_instructions", "retention_ratio")
            .constants("type", "session.update", "transcription_session.update", "input_audio_buffer.append",
                    "input_audio_buffer.commit", "input_audio_buffer.clear", "output_audio_buffer.clear",
                    "conversation.item.create", "conversation.item.retrieve", "conversation.item.truncate",
                    "conversation.item.delete", "response.create", "response.cancel", "realtime", "transcription",
                    "server_vad", "semantic_vad", "near_field", "far_field", "audio/pcm", "audio/pcmu", "audio/pcma",
                    "audio", "output_audio", "retention_ratio")
            .constants("output_modalities", "text", "audio")
            .constants("input_audio_format", "pcm16", "g711_ulaw", "g711_alaw")
            .constants("output_audio_format", "pcm16", "g711_ulaw", "g711_alaw")
            .constants("eagerness", "low", "medium", "high", "auto")
            .constants("max_output_tokens", "inf")
            .constants("max_response_output_tokens", "inf")
            .constants("conversation", "auto", "none")
            .constants("tracing", "auto")
            .content(Content.FILE, "audio")
            .content(RealtimeWords::id, "id")
            .turns("item")
            .within(Role.SYSTEM, "instructions", "post_instructions")
            .within(Role.TOOL_DEFINITION, "tools", "tool_choice")
            .within(Role.METADATA, "metadata", "tracing")
            .members(Role.USER, "item", "session", "response")
            .members(Role.METADATA, "event_id", "previous_item_id", "item_id")
            .build();

    private RealtimeWords() {}

    /** Items that are referred to were said in the same session; a prompt is kept by the endpoint. */
    private static Content id(String ownerField, JsonObject owner) {
        return ownerField.equals("prompt") ? Content.STORED_ID : Content.TEXT;
    }
}
