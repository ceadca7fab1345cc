package io.tokenward.proxy.dialect;

/**
 * How the requests of an operation are read. Immutable.
 *
 * @param words the words of the dialect
 * @param model where the model is named
 * @param stream what decides whether the answer is a stream
 * @param limit what the answers may have
 * @param turns the member that must be a list of turns; empty where there is none
 * @param batch the member that lists further requests; empty where the request is one
 */
record Shape(Vocabulary words, ModelSource model, StreamSource stream, OutputLimit limit, String turns, String batch) {
    /** Where the model is named. */
    enum ModelSource {
        /** In the member {@code model}. */
        BODY,
        /** In the member {@code model}, which may be missing. */
        OPTIONAL,
        /** In the path; a member of that name is text like others. */
        PATH,
        /** In the path, or in an event of its session; a member of that name is text like others. */
        EVENT
    }

    /** What decides whether the answer is a stream. */
    enum StreamSource {
        /** The member {@code stream}; without it, no. */
        BODY,
        /** The member {@code stream}; without it, yes. */
        BODY_DEFAULT_TRUE,
        /** The path: always. */
        ALWAYS,
        /** The path, or nothing: never. */
        NEVER
    }

    /** A conversation: a model, a list of turns in {@code messages}, {@code stream}. */
    static Shape chat(Vocabulary words, OutputLimit limit) {
        return new Shape(words, ModelSource.BODY, StreamSource.BODY, limit, "messages", "");
    }

    /** A model and anything else. */
    static Shape of(Vocabulary words, OutputLimit limit) {
        return new Shape(words, ModelSource.BODY, StreamSource.BODY, limit, "", "");
    }

    Shape model(ModelSource source) {
        return new Shape(words, source, stream, limit, turns, batch);
    }

    Shape stream(StreamSource source) {
        return new Shape(words, model, source, limit, turns, batch);
    }

    /** Many such requests, under {@code params} of each item of a member. */
    Shape batchIn(String member) {
        return new Shape(words, model, StreamSource.NEVER, limit, turns, member);
    }
}
