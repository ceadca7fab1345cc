package io.tokenward.rules;

import java.util.List;

/** Rule packs that cannot be loaded, with everything that is wrong with them. */
public final class RulesProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> messages;

    /** All errors, each with file, line, column and mend. */
    public RulesProblem(List<String> messages) {
        super(String.join("\n", messages));
        this.messages = List.copyOf(messages);
    }

    /** All errors in the order found. */
    public List<String> messages() {
        return messages;
    }
}
