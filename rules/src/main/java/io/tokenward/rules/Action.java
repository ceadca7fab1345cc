package io.tokenward.rules;

import java.util.Locale;
import java.util.Optional;

/** What a policy does about a category of findings. */
public enum Action {
    /** Nothing. */
    OFF,
    /** Reports it. */
    FLAG,
    /** Takes it out of the request; secrets and personal data only. */
    REDACT,
    /** Refuses the request. */
    BLOCK;

    /** The word of configuration, rules and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of that word, or nothing where there is none. */
    public static Optional<Action> of(String word) {
        for (Action value : values())
            if (value.word().equals(word)) return Optional.of(value);
        return Optional.empty();
    }
}
