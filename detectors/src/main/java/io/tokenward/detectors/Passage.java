package io.tokenward.detectors;

import static java.util.Objects.requireNonNull;

/**
 * One string that can reach the model, or its endpoint.
 *
 * @param text the text after JSON decoding
 * @param role who speaks, as the caller says
 * @param pointer where it stood in the request: an RFC 6901 JSON pointer; empty where there was no JSON. For the name of
 *     a member, the pointer of that member followed by {@code #}; for a header field, its name behind a slash
 */
public record Passage(String text, Role role, String pointer) {
    public Passage {
        requireNonNull(text, "text");
        requireNonNull(role, "role");
        requireNonNull(pointer, "pointer");
    }

    /** Never the text: passages end up in exceptions and debug logs, prompts must not. */
    @Override
    public String toString() {
        return "Passage[" + role.word() + " " + pointer + ", " + text.length() + " units]";
    }
}
