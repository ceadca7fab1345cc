package io.tokenward.detectors;

import java.util.Locale;
import java.util.Optional;

/**
 * Who speaks in a passage, as the caller's request says; nothing here is verified. {@link #HEADER} is nobody: a field of the HTTP
 * request, which passes the proxy but never reaches the model.
 */
public enum Role {
    SYSTEM, USER, ASSISTANT, TOOL_RESULT, DOCUMENT, TOOL_DEFINITION, METADATA, HEADER;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word of rules, configuration and audit lines, such as {@code tool_result}. */
    public String word() {
        return word;
    }

    /** The role of that word, or nothing where there is none. */
    public static Optional<Role> of(String word) {
        for (Role role : values())
            if (role.word.equals(word)) return Optional.of(role);
        return Optional.empty();
    }
}
