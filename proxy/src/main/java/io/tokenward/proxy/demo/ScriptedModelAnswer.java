package io.tokenward.proxy.demo;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** An answer in the form of one API, whole or as the events of a stream, which are made when they are taken. */
sealed interface ScriptedModelAnswer permits OpenAiAnswer, AnthropicAnswer {
    /** Pieces of text a stream sends before a script cuts it. */
    int PIECES_BEFORE_CUT = 2;

    /**
     * One server-sent event.
     *
     * @param name of the event, or empty where the API gives none
     * @param data one line
     * @param tokens completion tokens in it
     */
    record Event(String name, String data, int tokens) {
        byte[] bytes() {
            String head = name.isEmpty() ? "" : "event: " + name + "\n";
            return (head + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Completion tokens of the whole answer. */
    int tokens();

    /** The answer in one object. */
    byte[] whole();

    /** What a stream says before the first piece of the answer. */
    Stream<Event> opening();

    /** The answer piece by piece. */
    Stream<Event> pieces();

    /** What a stream says after the last piece. */
    Stream<Event> closing();

    /** An error that ends a stream from within. */
    Event interruption();

    /** The whole stream. */
    default Stream<Event> events() {
        // Not flatMap: the iterator of such a stream makes a whole part at once, which may be gigabytes.
        return Stream.concat(opening(), Stream.concat(pieces(), closing()));
    }

    /** The stream up to where a script cuts it. */
    default Stream<Event> beginning() {
        return Stream.concat(opening(), pieces().limit(PIECES_BEFORE_CUT));
    }
}
