package io.tokenward.proxy.dialect;

import java.util.List;
import java.util.Set;

import io.tokenward.proxy.problem.Denied;

/**
 * How the answers of an endpoint are watched. Immutable.
 *
 * @param usage where tokens are told
 * @param written names of the strings that a model wrote, in whole answers
 * @param delta the same in streams
 * @param end what ends a stream
 * @param frames how a stream is cut into events
 */
record Answer(UsageFields usage, Set<String> written, Set<String> delta, StreamEnd end, Frames frames) {
    /** How a stream is cut into events. */
    enum Frames {
        /** Server-sent events without names. */
        DATA,
        /** Server-sent events with names. */
        NAMED,
        /** A line of JSON each. */
        LINES,
        /** Frames of {@code application/vnd.amazon.eventstream}. */
        AMAZON,
        /** Messages of a WebSocket. */
        MESSAGES
    }

    private static final UsageFields NO_USAGE = new UsageFields("usage", List.of(), List.of());

    /** Nothing is billed by its answer. */
    static final Answer SILENT = new Answer(NO_USAGE, Set.of(), Set.of(), StreamEnd.NEVER, Frames.DATA);

    Answer(UsageFields usage, StreamEnd end, Frames frames) {
        this(usage, RelayedText.WRITTEN, RelayedText.WRITTEN, end, frames);
    }

    Answer {
        written = Set.copyOf(written);
        delta = Set.copyOf(delta);
    }

    /** An observer of one answer. */
    UsageMeter meter(AnswerHead head) {
        return switch (head.mediaType()) {
            case "text/event-stream", "application/x-ndjson", "application/jsonl", "application/stream+json" ->
                new StreamMeter(usage, delta, end);
            case "application/vnd.amazon.eventstream" -> new EventStreamMeter(usage, delta, end);
            case "application/octet-stream" -> new PlainMeter(NO_USAGE, Set.of());
            default -> plain(head);
        };
    }

    private UsageMeter plain(AnswerHead head) {
        String type = head.mediaType();
        boolean media = type.startsWith("audio/") || type.startsWith("image/") || type.startsWith("video/");
        var body = media ? new PlainMeter(NO_USAGE, Set.of()) : new PlainMeter(usage, written);
        long input = UsageFields.whole(head.field("x-amzn-bedrock-input-token-count"));
        long output = UsageFields.whole(head.field("x-amzn-bedrock-output-token-count"));
        return input < 0 || output < 0 ? body : new ToldMeter(body, new Usage(input, output));
    }

    /** What ends a stream that has begun. */
    byte[] error(ErrorForm errors, Denied denied, String reference) {
        return errors.inStream(frames, denied, reference);
    }
}
