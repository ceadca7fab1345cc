package io.tokenward.proxy.dialect;

import java.util.Optional;
import java.util.Set;

/**
 * One thing an endpoint can be asked for.
 *
 * @param name the word of audit lines, such as {@code chat}; unique in its dialect
 * @param screened whether its body holds a prompt
 * @param billed whether it costs tokens
 * @param content what its body may be labelled as
 * @param gate what a route must let pass for this operation to be open at all
 * @param model the model that the path names, or empty
 * @param answersScreened whether answers hold what others say, so that they are screened on their way back
 * @param boundary what the content type says is between the parts of a form; empty where the body is none
 */
public record Operation(String name, boolean screened, boolean billed, Content content, Optional<Unscreened> gate,
        String model, boolean answersScreened, String boundary) {
    private static final Set<String> MAKE_IMAGES = Set.of("images", "edits", "variations", "deployed_images",
            "deployed_edits");

    /** What a body may be labelled as. */
    public enum Content {
        /** JSON by its content type. */
        JSON,
        /** JSON whatever the content type says, for servers that do not look at it. */
        JSON_UNLABELLED,
        /** A form, {@code multipart/form-data}. */
        FORM,
        /** No body, but a WebSocket with JSON in its messages. */
        EVENTS,
        /** Anything: nobody reads it here. */
        ANY
    }

    /** Chats and the like. */
    static Operation prompt(String name) {
        return new Operation(name, true, true, Content.JSON, Optional.empty(), "", false, "");
    }

    /** A form with texts and files. */
    static Operation form(String name) {
        return new Operation(name, true, true, Content.FORM, Optional.empty(), "", false, "");
    }

    /** A file for the endpoint to keep: screened where it is text, and closed unless the route lets files pass. */
    static Operation upload(String name) {
        return new Operation(name, true, false, Content.FORM, Optional.of(Unscreened.FILES), "", false, "");
    }

    /** A session over a WebSocket: each event of the client is screened, each turn is billed. */
    static Operation session(String name) {
        return new Operation(name, true, true, Content.EVENTS, Optional.empty(), "", false, "");
    }

    /** Screened like a prompt, but free of charge, such as counting tokens. */
    static Operation free(String name) {
        return new Operation(name, true, false, Content.JSON, Optional.empty(), "", false, "");
    }

    /** Requests without text, such as a list of models. */
    static Operation lookup(String name) {
        return new Operation(name, false, false, Content.JSON, Optional.empty(), "", false, "");
    }

    /** Whatever cannot be screened: closed unless the route lets that kind pass. */
    static Operation gated(String name, Unscreened gate) {
        return new Operation(name, false, false, Content.ANY, Optional.of(gate), "", false, "");
    }

    /** Whether its answers are pictures. */
    boolean makesImages() {
        return MAKE_IMAGES.contains(name);
    }

    /** The same, but its answers are screened. */
    Operation screeningAnswers() {
        return new Operation(name, screened, billed, content, gate, model, true, boundary);
    }

    /** The same, but its body holds text that is screened. */
    Operation screening() {
        return new Operation(name, true, billed, Content.JSON, gate, model, answersScreened, boundary);
    }

    /** The same, but its answers cost tokens. */
    Operation charged() {
        return new Operation(name, screened, true, content, gate, model, answersScreened, boundary);
    }

    /** The same for a body of any content type. */
    Operation unlabelled() {
        return new Operation(name, screened, billed, Content.JSON_UNLABELLED, gate, model, answersScreened, boundary);
    }

    /** Whether it is a session over a WebSocket. */
    public boolean session() {
        return content == Content.EVENTS;
    }

    /** The same for the model that the path or the query names. */
    public Operation of(String model) {
        return new Operation(name, screened, billed, content, gate, model, answersScreened, boundary);
    }

    /** The same for a form whose content type names that boundary. */
    public Operation withBoundary(String boundary) {
        return new Operation(name, screened, billed, content, gate, model, answersScreened, boundary);
    }
}
