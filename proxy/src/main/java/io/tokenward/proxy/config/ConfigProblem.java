package io.tokenward.proxy.config;

import java.util.List;

/** A configuration that cannot be used. Carries every error at once; never the text of a secret. */
public final class ConfigProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> messages;

    /** Takes at least one message in the form {@code tokenward.yaml:27:14 plans.developer.security: what is wrong}. */
    public ConfigProblem(List<String> messages) {
        super(String.join("\n", messages), null, false, false);
        if (messages.isEmpty()) throw new IllegalArgumentException("messages must not be empty");
        this.messages = List.copyOf(messages);
    }

    /** What is wrong, one line each, in the order found. */
    public List<String> messages() {
        return messages;
    }
}
